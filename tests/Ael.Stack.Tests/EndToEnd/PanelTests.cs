namespace Ael.Stack.Tests.EndToEnd;

/// <summary>Every query of every panel, sent to the real server after a mixed load.</summary>
[Collection(FullStackCollection.Name)]
public sealed class PanelTests(FullStack stack)
{
    // Panels that are rightly empty here, and why.
    private static readonly Dictionary<string, string> s_empty = new()
    {
        ["ael-pipeline/Refused by backends"] = "the backends' counters appear with the first thing that they refuse",
        ["ael-pipeline/Lost in the collector"] = "the collector's counters appear with the first thing that it loses",
        ["ael-pipeline/Loki, 7 days"] = "Loki writes a chunk when it is full, or idle for half an hour",
        ["ael-pipeline/Prometheus reaches back"] = "there is no block before two hours",
        ["ael-pipeline/Nodes"] = "a local engine is no node",
        ["ael-pipeline/Executions by node"] = "the same",
        ["ael-pipeline/Moves and recoveries"] = "the same",
        ["ael-pipeline/Store latency"] = "its store is SQLite",
        ["ael-pipeline/Tempo holds"] = "the list of blocks is read every few minutes",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_panel_gets_data()
    {
        await stack.StartedAsync(Token);
        var panels = PanelTarget.All(stack.Execution("failing").GetProperty("trace_id").GetString()!).GroupBy(t => $"{t.Dashboard}/{t.Panel}").ToList();
        Assert.True(panels.Count > 40, $"{panels.Count} panels");
        var waiting = panels.Where(p => !s_empty.ContainsKey(p.Key)).ToList();
        await Eventually.TrueAsync(
            async () =>
            {
                for (var at = waiting.Count - 1; at >= 0; at--)
                {
                    if (await HasDataAsync(waiting[at]))
                    {
                        waiting.RemoveAt(at);
                    }
                }

                return waiting.Count == 0;
            },
            () => "without data:\n" + string.Join('\n', waiting.Select(p => $"{p.Key}: {string.Join(" | ", p.Select(t => t.Query))}")), Token);
    }

    [Fact]
    public async Task Every_query_is_understood_by_its_server()
    {
        await stack.StartedAsync(Token);
        foreach (var target in PanelTarget.All(stack.Execution("good").GetProperty("trace_id").GetString()!))
        {
            await SeriesAsync(target);
        }
    }

    [Fact]
    public void Panels_that_may_be_empty_exist() =>
        Assert.Subset(PanelTarget.All("0").Select(t => $"{t.Dashboard}/{t.Panel}").ToHashSet(), s_empty.Keys.ToHashSet());

    private async Task<bool> HasDataAsync(IEnumerable<PanelTarget> panel)
    {
        foreach (var target in panel)
        {
            if (await SeriesAsync(target) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<int> SeriesAsync(PanelTarget target) => target.Source switch
    {
        "prometheus" when target.Instant => (await stack.Metrics.QueryAsync(target.Query, Token)).Count,
        "prometheus" => (await stack.Metrics.RangeAsync(target.Query, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5), Token)).Count,
        "loki" => (await stack.Logs.RangeAsync(target.Query, Token)).Count,

        // The service map is drawn from these series of Tempo's generator.
        "tempo" when target.Query.Length == 0 => (await stack.Metrics.QueryAsync("traces_service_graph_request_total", Token)).Count,
        "tempo" when !target.Query.Contains('{', StringComparison.Ordinal) => (await stack.Traces.TraceAsync(target.Query, Token)).Count,
        "tempo" when IsMetric(target.Query) => (await stack.Traces.RangeAsync(target.Query, Token)).Count,
        "tempo" => (await stack.Traces.SearchAsync(target.Query, Token)).Count,
        _ => throw new InvalidOperationException($"{target.Panel}: {target.Source}"),
    };

    private static bool IsMetric(string query) =>
        query.Contains("_over_time(", StringComparison.Ordinal) || query.Contains("| rate()", StringComparison.Ordinal);
}
