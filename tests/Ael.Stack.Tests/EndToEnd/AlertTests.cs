using System.Text.Json;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>Faults of the engine, and what Prometheus and Alertmanager make of them with the repository's rules.</summary>
public sealed class AlertTests(EngineWithPrometheus stack) : IClassFixture<EngineWithPrometheus>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failing_tool_is_told_and_told_to_be_well_again()
    {
        await stack.StartedAsync(Token);
        string[] alerts = ["AelToolFailing", "AelWorkflowFailing", "AelErrorBudgetBurnFast"];
        await Eventually.TrueAsync(
            async () =>
            {
                // As long as the fault lasts: a single burst may fall between two scrapes.
                await Load.RunAsync(stack.Engine.Now, "failing", 4, Token);
                return (await stack.Metrics.FiringAsync(Token)).IsSupersetOf(alerts);
            },
            () => $"not all of {string.Join(", ", alerts)} fire", Token);
        var alert = (await stack.Metrics.AlertsAsync(Token)).First(a => Name(a) == "AelToolFailing");
        Assert.Equal("file_read", alert.GetProperty("labels").GetProperty("tool").GetString());
        await QuietAsync("AelToolFailing");
    }

    [Fact]
    public async Task A_stopped_engine_reaches_the_webhook_and_so_does_its_return()
    {
        await stack.StartedAsync(Token);
        await stack.Metrics.UntilAsync("up{job=\"ael-engine\"} == 1", samples => samples.Count == 1, Token);
        await QuietAsync("AelEngineDown");

        await stack.Engine.StopAsync(Token);
        await stack.Webhook.HeardAsync("AelEngineDown", "firing", Token);
        await stack.Engine.StartAsync(Token);
        await stack.Webhook.HeardAsync("AelEngineDown", "resolved", Token);
        await QuietAsync("AelEngineDown");
    }

    [Fact]
    public async Task The_dead_man_s_switch_always_fires()
    {
        await stack.StartedAsync(Token);
        await stack.Webhook.HeardAsync("AelWatchdog", "firing", Token);
    }

    private Task QuietAsync(string alert) => Eventually.TrueAsync(
        async () => !(await stack.Metrics.FiringAsync(Token)).Contains(alert), () => $"{alert} goes on firing", Token);

    private static string Name(JsonElement alert) => alert.GetProperty("labels").GetProperty("alertname").GetString()!;
}
