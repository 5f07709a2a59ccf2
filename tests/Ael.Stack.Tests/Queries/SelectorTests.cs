using Ael.Stack.Tests.Rules;

namespace Ael.Stack.Tests.Queries;

/// <summary>What the pipeline demands of every PromQL selector.</summary>
public sealed class SelectorTests(QueryParsers parsers)
{
    // These are made by rules, and have no job.
    private static bool IsRecorded(ParsedSelector selector) => selector.Name.Contains(':') || selector.Name == "ALERTS";

    [Fact]
    public async Task Every_selector_says_which_job_it_means() =>
        Assert.Empty(await FindAsync(s => !IsRecorded(s) && !s.Matchers.ContainsKey("job")));

    /// <summary>The collector's exporter adds labels of the instrumentation scope, and each start of the engine is another instance.</summary>
    [Fact]
    public async Task The_engines_metrics_are_never_shown_without_aggregation() =>
        Assert.Empty(await FindAsync(s => s.Name.StartsWith("ael", StringComparison.Ordinal) && !s.Summed && !s.Name.EndsWith(":sum", StringComparison.Ordinal)
            && !s.Name.Contains(":ratio", StringComparison.Ordinal) && !IsOverflowAlert(s)));

    [Fact]
    public async Task Rates_are_of_counters_that_begin_at_zero()
    {
        // A counter that has such a series is not to be rated itself: its first event would not be seen.
        var zeroed = (await parsers.AllAsync()).Where(q => q.Key.Text.Contains("0 * ", StringComparison.Ordinal) && q.Key.Place.StartsWith("recording.yml", StringComparison.Ordinal))
            .SelectMany(q => q.Value.Selectors).Select(s => s.Name).Where(n => n != "up").ToHashSet();

        Assert.Equal(18, zeroed.Count);
        Assert.Empty(await FindAsync(s => s.Call is "rate" or "increase" or "irate" && zeroed.Contains(s.Name)));
    }

    [Fact]
    public async Task Every_recorded_series_is_used()
    {
        var used = (await parsers.AllAsync()).Values.SelectMany(q => q.Selectors).Select(s => s.Name).ToHashSet();

        Assert.Subset(used, Rule.All().Select(r => r.Record).OfType<string>().ToHashSet());
    }

    // The alert counts series by their metric's name, which label_replace has to see first.
    private static bool IsOverflowAlert(ParsedSelector selector) => selector.Matchers.ContainsKey("otel_metric_overflow");

    private async Task<IEnumerable<string>> FindAsync(Func<ParsedSelector, bool> wrong) =>
        from query in await parsers.AllAsync()
        let place = query.Key.Place
        where query.Key.Language == QueryLanguage.Promql && !place.StartsWith("data source", StringComparison.Ordinal) && !place.Contains(", variable ", StringComparison.Ordinal)
        from selector in query.Value.Selectors
        where wrong(selector)
        select $"{query.Key.Place}: {selector.Name}";
}
