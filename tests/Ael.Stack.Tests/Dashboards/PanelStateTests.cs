using System.Globalization;
using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.EndToEnd;
using Ael.Stack.Tests.Queries;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.Dashboards;

/// <summary>
/// What the panels say of one engine that is idle, then works and fails, then is gone: each query as the panel asks it, of a real
/// Prometheus. AEL Pipeline is about servers that are not here.
/// </summary>
public sealed class PanelStateTests(EngineWithPrometheus system) : IClassFixture<EngineWithPrometheus>
{
    // An idle engine is said to be one, and nothing is made up. Panels that are not here show nothing.
    private static readonly Dictionary<string, double> s_idle = new()
    {
        ["ael-overview, Engine, A"] = 1,
        ["ael-overview, Executions, 24 h, A"] = 0,
        ["ael-overview, Running now, A"] = 0,
        ["ael-overview, Waiting now, A"] = 0,
        ["ael-overview, MCP servers down, A"] = 0,
        ["ael-tools, Calls, 24 h, A"] = 0,
        ["ael-tools, Calls, A"] = 0,
        ["ael-tools, MCP servers, A"] = 1,
        ["ael-tools, MCP servers over time, A"] = 1,
        ["ael-workflows, Executions, A"] = 0,
        ["ael-workflows, Running now, A"] = 0,
        ["ael-workflows, Waiting now, A"] = 0,
        ["ael-workflows, Retries, A"] = 0,
        ["ael-workflows, Running and waiting, A"] = 0,
        ["ael-workflows, Running and waiting, B"] = 0,
    };

    // Of the rest of the stack, which is down here, and of Python workers, which start when they like.
    private static readonly string[] s_whateverIdle = ["ael-overview, Alerts, A", "ael-overview, What is wrong, A", "ael-overview, Stack, A", "ael-tools, Python workers, A"];

    // The load skips no step.
    private static readonly string[] s_neverBusy = ["ael-workflows, Steps, E", "ael-workflows, Retries and skips, B"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Panels_tell_the_truth_of_an_engine_that_is_idle_then_works_and_fails_then_is_gone()
    {
        await system.StartedAsync(Token);
        var panels = Dashboard.All().Where(d => d.Uid != "ael-pipeline").SelectMany(QuerySources.OfPanels)
            .Where(q => q.Language == QueryLanguage.Promql).ToDictionary(q => q.Place);

        await IdleAsync(panels);
        await BusyAsync(panels);
        await GoneAsync(panels);
    }

    private async Task IdleAsync(Dictionary<string, Query> panels)
    {
        string Idle(IEnumerable<KeyValuePair<string, double>> shown) =>
            string.Join('\n', shown.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}: {p.Value}")));
        var now = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var shown = new Dictionary<string, double>();
                foreach (var (place, query) in panels.Where(p => !s_whateverIdle.Contains(p.Key)))
                {
                    foreach (var sample in await system.Metrics.QueryAsync(query.Filled, Token))
                    {
                        shown[place] = sample.Value;
                    }
                }

                now = Idle(shown);
                return now == Idle(s_idle);
            },
            () => $"expected\n{Idle(s_idle)}\n\nbut was\n{now}", Token);
    }

    private async Task BusyAsync(Dictionary<string, Query> panels)
    {
        var silent = panels.Keys.Except(s_neverBusy).ToHashSet();
        await Eventually.TrueAsync(
            async () =>
            {
                await Load.RunAsync(system.Engine.Now, Token);
                foreach (var place in silent.ToList())
                {
                    if ((await system.Metrics.RangeAsync(panels[place].Filled, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1), Token)).Count > 0)
                    {
                        silent.Remove(place);
                    }
                }

                return silent.Count == 0;
            },
            () => "no data for\n" + string.Join('\n', silent), Token);

        var stored = await StoredAsync();
        await ShowsAsync(panels["ael-overview, Executions, 24 h, A"], stored.Values.Sum());
        await ShowsAsync(panels["ael-overview, Success rate, 24 h, A"], (double)stored["completed"] / (stored.Values.Sum() - stored["cancelled"]));
        await ShowsAsync(panels["ael-overview, Workflows that fail, 24 h, A"], stored["failed"] + stored["timed_out"]);
    }

    private async Task GoneAsync(Dictionary<string, Query> panels)
    {
        var executions = (await StoredAsync()).Values.Sum();
        await system.Engine.StopAsync(Token);

        await ShowsAsync(panels["ael-overview, Engine, A"], 0);
        await ShowsAsync(panels["ael-overview, Running now, A"], null);
        await ShowsAsync(panels["ael-overview, Waiting now, A"], null);
        await ShowsAsync(panels["ael-overview, Executions, 24 h, A"], executions);
        await Eventually.TrueAsync(
            async () => (await system.Metrics.QueryAsync(panels["ael-overview, What is wrong, A"].Filled, Token)).Any(s => s["alertname"] == "AelEngineDown" && s["dashboard"] == "ael-overview"),
            () => "the overview does not say that the engine is down", Token);
    }

    /// <summary>Waits until a panel shows this, all its series together; null for none.</summary>
    private async Task ShowsAsync(Query panel, double? value)
    {
        IReadOnlyList<Sample> samples = [];
        await Eventually.TrueAsync(
            async () =>
            {
                samples = await system.Metrics.QueryAsync(panel.Filled, Token);
                return value is null ? samples.Count == 0 : samples.Count > 0 && Math.Abs(samples.Sum(s => s.Value) - value.Value) < 1e-9;
            },
            () => string.Create(CultureInfo.InvariantCulture, $"{panel.Place} is {string.Join(", ", samples.Select(s => s.Value))} instead of {value}"), Token);
    }

    private async Task<Dictionary<string, int>> StoredAsync()
    {
        var counts = new Dictionary<string, int>();
        foreach (var status in new[] { "completed", "failed", "cancelled", "timed_out" })
        {
            var answer = await system.Engine.Now.GetAsync($"/api/v1/executions?status={status}&limit=500", Token);
            counts[status] = answer.GetProperty("items").GetArrayLength();
        }

        return counts;
    }
}
