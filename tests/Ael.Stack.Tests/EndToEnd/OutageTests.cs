using System.Text.Json;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>Backends that go away under load and come back.</summary>
[Collection(FullStackCollection.Name)]
public sealed class OutageTests(FullStack stack)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_no_execution_notices_while_Loki_and_Tempo_are_away()
    {
        await stack.StartedAsync(Token);
        await Task.WhenAll(stack.Loki.StopAsync(Token), stack.Tempo.StopAsync(Token));
        var executions = new List<JsonElement>();

        // The fault lasts until Prometheus has told of it; the load goes on all the while.
        await Eventually.TrueAsync(
            async () =>
            {
                executions.AddRange(await Load.RunAsync(stack.Engine.Now, "good", 3, Token));
                return (await DownAsync()).IsSupersetOf(["loki", "tempo"]);
            },
            () => "AelBackendDown does not fire for both", Token);
        Assert.All(executions, e => Assert.Equal("completed", e.GetProperty("status").GetString()));

        await Task.WhenAll(stack.Loki.StartAsync(Token), stack.Tempo.StartAsync(Token));

        await Eventually.TrueAsync(async () => !(await DownAsync()).Overlaps(["loki", "tempo"]), () => "AelBackendDown goes on firing", Token);
        var missing = executions.ToList();
        await Eventually.TrueAsync(
            async () =>
            {
                for (var at = missing.Count - 1; at >= 0 && await ArrivedAsync(missing[at]); at--)
                {
                    missing.RemoveAt(at);
                }

                return missing.Count == 0;
            },
            () => $"{missing.Count} of {executions.Count} executions are not whole in Loki and Tempo", Token);
        Assert.Equal(0, (await stack.Metrics.QueryAsync("sum(ael_telemetry_dropped_total{signal!=\"console\"}) or vector(0)", Token)).Single().Value);
    }

    // Every line that the engine's own store has of it, and a span for the workflow and each of its steps.
    private async Task<bool> ArrivedAsync(JsonElement execution)
    {
        var id = execution.GetProperty("execution_id").GetString()!;
        var lines = await stack.Logs.LinesAsync($"{{service_name=\"ael\"}} | execution_id=\"{id}\"", Token);
        var kept = (await stack.Engine.Now.GetAsync($"/api/v1/executions/{id}/logs", Token)).GetProperty("items").GetArrayLength();
        var spans = (await stack.Traces.TraceAsync(execution.GetProperty("trace_id").GetString()!, Token)).Select(s => s.Name).ToHashSet();
        return lines.Count >= kept && spans.IsSupersetOf(["workflow good", "step count", "step read", "step both"]);
    }

    private async Task<IReadOnlySet<string>> DownAsync() =>
        (await stack.Metrics.AlertsAsync(Token)).Where(a => a.GetProperty("state").GetString() == "firing")
            .Select(a => a.GetProperty("labels")).Where(l => l.GetProperty("alertname").GetString() == "AelBackendDown")
            .Select(l => l.GetProperty("job").GetString()!).ToHashSet();
}
