using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>The engine's metrics in a Prometheus with the repository's configuration and rules.</summary>
public sealed class ScrapeTests(EngineWithPrometheus stack) : IClassFixture<EngineWithPrometheus>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prometheus_scrapes_the_engine()
    {
        await stack.StartedAsync(Token);
        await stack.Metrics.UntilAsync("up{job=\"ael-engine\"} == 1", samples => samples.Count == 1, Token);
        await stack.Metrics.UntilAsync("{__name__=~\"dotnet_.+\"}", samples => samples.Count > 0 && samples.All(s => s["job"] == "ael-engine"), Token);
    }

    [Fact]
    public async Task Each_series_comes_from_one_job_and_the_sums_are_the_store_s()
    {
        await stack.StartedAsync(Token);
        await Load.RunAsync(stack.Engine.Now, Token);
        var (executions, calls) = await StoreCounts.OfAsync(stack.Engine.Now, Token);

        await stack.Metrics.UntilAsync("sum by (workflow, status) (ael_workflow_executions_total)", samples => StoreCounts.Equal(executions, samples, "workflow"), Token);
        await stack.Metrics.UntilAsync("sum by (tool, status) (ael_tool_invocations_total)", samples => StoreCounts.Equal(calls, samples, "tool"), Token);
        await stack.Metrics.UntilAsync("sum by (workflow, status) (ael:workflow_executions:count24h)", samples => StoreCounts.Equal(executions, samples, "workflow"), Token);
        await stack.Metrics.UntilAsync("sum by (tool, status) (ael:tool_invocations:count24h)", samples => StoreCounts.Equal(calls, samples, "tool"), Token);

        // All of it has been scraped by now.
        var samples = await stack.Metrics.QueryAsync("{__name__=~\"ael_.+\"}", Token);
        Assert.NotEmpty(samples);
        Assert.All(samples, s => Assert.Equal("ael", s["job"]));
        Assert.DoesNotContain(samples.GroupBy(SeriesWithoutScrape), series => series.Count() > 1);
    }

    // A series that came by two ways would differ in these two labels alone.
    private static string SeriesWithoutScrape(Sample sample) =>
        string.Join(',', sample.Labels.Where(l => l.Key is not ("job" or "instance")).OrderBy(l => l.Key, StringComparer.Ordinal));
}
