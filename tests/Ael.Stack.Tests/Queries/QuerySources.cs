using Ael.Stack.Tests.Configuration;
using Ael.Stack.Tests.Dashboards;
using Ael.Stack.Tests.Rules;

namespace Ael.Stack.Tests.Queries;

/// <summary>Every query of the repository: of dashboards, of rules, of Grafana's data sources.</summary>
internal static class QuerySources
{
    public static IEnumerable<Query> All() =>
        Dashboard.All().SelectMany(OfDashboard).Concat(Rule.All().Select(OfRule)).Concat(OfDataSources());

    /// <summary>Of its panels, its variables and its annotations.</summary>
    public static IEnumerable<Query> OfDashboard(Dashboard dashboard) =>
        OfPanels(dashboard)
            .Concat(dashboard.Variables.Where(v => v.Metric is not null).Select(v => new Query($"{dashboard.Uid}, variable {v.Name}", QueryLanguage.Promql, v.Metric!)))
            .Concat(dashboard.Annotations.Select(a => new Query($"{dashboard.Uid}, annotation {a.Name}", QueryLanguage.Promql, a.Expression)));

    /// <summary>A trace by its id and the service graph are asked for without a query.</summary>
    public static IEnumerable<Query> OfPanels(Dashboard dashboard) =>
        from panel in dashboard.Panels
        from target in panel.Targets
        where target.Text is not ("" or "$trace_id")
        select new Query($"{dashboard.Uid}, {panel.Title}, {target.RefId}", target.Language, target.Text, target.Instant);

    private static Query OfRule(Rule rule) => new($"{rule.File}, {rule.Name}", QueryLanguage.Promql, rule.Expression, Instant: true);

    // $$ is a dollar sign there.
    private static IEnumerable<Query> OfDataSources()
    {
        foreach (var source in DataSource.All())
        {
            if (source.Find("tracesToLogsV2", "query") is { } logs)
            {
                yield return new Query($"data source {source.Uid}, logs", QueryLanguage.Logql, Plain(logs.Text()).Replace("job=", "service_name=", StringComparison.Ordinal));
            }

            foreach (var query in source.Find("tracesToMetrics", "queries")?.Items() ?? [])
            {
                yield return new Query($"data source {source.Uid}, {query.At("name").Text()}", QueryLanguage.Promql, Plain(query.At("query").Text()));
            }
        }
    }

    private static string Plain(string text) => QueryVariables.Fill(text.Replace("$$", "$", StringComparison.Ordinal));
}
