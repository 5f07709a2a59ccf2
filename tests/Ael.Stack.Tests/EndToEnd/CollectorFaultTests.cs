using System.Text.Json;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>Faults of the collector and behind it, and what Prometheus makes of them with the repository's rules.</summary>
public sealed class CollectorFaultTests(CollectorFaults stack) : IClassFixture<CollectorFaults>
{
    private const string Loki = "otlp_http/loki";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_that_fills_is_told_and_so_is_what_it_then_loses_until_the_backend_is_back()
    {
        await stack.StartedAsync(Token);

        // Nobody takes logs or traces, and the load goes on until Prometheus has told of both.
        await Eventually.TrueAsync(
            async () =>
            {
                await Servers.Load.RunAsync(stack.Engine.Now, "good", 4, Token);
                return (await FiringAsync(Loki)).IsSupersetOf(["AelCollectorQueueFilling", "AelCollectorDropping"]);
            },
            () => "AelCollectorQueueFilling and AelCollectorDropping do not fire for Loki", Token);
        var lost = (await stack.Metrics.AlertsAsync(Token)).Select(a => a.GetProperty("labels"))
            .First(l => l.GetProperty("alertname").GetString() == "AelCollectorDropping" && l.GetProperty("exporter").GetString() == Loki);
        Assert.Equal("queue_full", lost.GetProperty("reason").GetString());
        Assert.Equal("logs", lost.GetProperty("signal").GetString());

        await stack.TakeLogsAsync(Token);

        await Eventually.TrueAsync(async () => (await FiringAsync(Loki)).Count == 0, () => "the alerts go on firing with Loki back", Token);
    }

    [Fact]
    public async Task A_collector_that_is_gone_is_told_beside_the_engine_that_lives_and_falls_silent()
    {
        await stack.StartedAsync(Token);
        await stack.Metrics.UntilAsync("ael_active_workflows{job=\"ael\"}", samples => samples.Count > 0, Token);
        string[] alerts = ["AelBackendDown", "AelEngineSilent"];
        Assert.DoesNotContain("AelEngineSilent", await stack.Metrics.FiringAsync(Token));

        await stack.Collector.StopAsync(Token);
        await Eventually.TrueAsync(
            async () => (await stack.Metrics.FiringAsync(Token)).IsSupersetOf(alerts), () => $"not all of {string.Join(", ", alerts)} fire", Token);
        Assert.DoesNotContain("AelEngineDown", await stack.Metrics.FiringAsync(Token));
        var run = await stack.Engine.Now.RunAsync("good", new { }, Token);
        Assert.Equal("completed", run.GetProperty("status").GetString());

        await stack.Collector.StartAsync(Token);
        await Eventually.TrueAsync(
            async () => !(await stack.Metrics.FiringAsync(Token)).Contains("AelEngineSilent") && !(await DownAsync()).Contains("otel-collector"),
            () => "the alerts go on firing with the collector back", Token);
    }

    private async Task<IReadOnlySet<string>> FiringAsync(string exporter) => Of(await stack.Metrics.AlertsAsync(Token), "exporter", exporter, "alertname");

    private async Task<IReadOnlySet<string>> DownAsync() => Of(await stack.Metrics.AlertsAsync(Token), "alertname", "AelBackendDown", "job");

    /// <summary>A label of all firing alerts whose other label is this.</summary>
    private static HashSet<string> Of(IEnumerable<JsonElement> alerts, string label, string value, string wanted) =>
    [
        .. alerts.Where(a => a.GetProperty("state").GetString() == "firing").Select(a => a.GetProperty("labels"))
            .Where(l => l.TryGetProperty(label, out var found) && found.GetString() == value).Select(l => l.GetProperty(wanted).GetString()!),
    ];
}
