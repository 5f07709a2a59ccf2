using Ael.Stack.Tests.Queries;

namespace Ael.Stack.Tests.Dashboards;

/// <summary>
/// The rules of grafana/dashboard-linter under their names. It comes as a binary that packages do not have, so they are written anew. Not
/// applied: template-job and template-instance (one engine, one job), target-instance (each start is another instance, and sums go over all).
/// Its other query rules hold for rules and data sources too, and are in <see cref="QueryTests"/> and <see cref="SelectorTests"/>.
/// </summary>
internal static class LinterChecks
{
    // Those of the linter's list that are used here.
    private static readonly string[] s_units = ["none", "percentunit", "s", "ms", "bytes", "opm", "cps"];

    // Compaction happens every two hours, so that a shorter range mostly sees nothing.
    private static readonly string[] s_ranges = [QueryVariables.RateInterval, "1d"];

    public static IEnumerable<string> Of(Dashboard dashboard, IReadOnlyDictionary<Query, ParsedQuery> parsed) =>
        TemplateDatasource(dashboard).Concat(TemplateReload(dashboard)).Concat(PanelDatasource(dashboard)).Concat(PanelNoTargets(dashboard))
            .Concat(PanelUnits(dashboard)).Concat(Targets(dashboard, parsed));

    private static IEnumerable<string> TemplateDatasource(Dashboard dashboard) =>
        from variable in dashboard.Variables
        where variable.Type == "datasource"
        let type = Dashboard.Text(variable.Json, "query")
        where variable.Name != $"{type}_datasource" || Dashboard.Text(variable.Json, "label") != $"{char.ToUpperInvariant(type[0])}{type[1..]} data source"
        select $"template-datasource: '{variable.Name}'";

    private static IEnumerable<string> TemplateReload(Dashboard dashboard) =>
        from variable in dashboard.Variables
        where variable.Type == "query" && variable.Json.GetProperty("refresh").GetInt32() != 2
        select $"template-on-time-change-reload: '{variable.Name}'";

    private static IEnumerable<string> PanelDatasource(Dashboard dashboard) =>
        from panel in dashboard.Panels
        from target in panel.Targets
        let language = target.Language
        let name = language switch { QueryLanguage.Promql => "prometheus", QueryLanguage.Logql => "loki", _ => "tempo" }
        where target.Source != $"${{{name}_datasource}}" || Dashboard.Text(panel.Json.GetProperty("datasource"), "uid").Length == 0
        select $"panel-datasource: '{panel.Title}'";

    private static IEnumerable<string> PanelNoTargets(Dashboard dashboard) =>
        dashboard.Panels.Where(p => p.Targets.Count == 0).Select(p => $"panel-no-targets: '{p.Title}'");

    private static IEnumerable<string> PanelUnits(Dashboard dashboard) =>
        from panel in dashboard.Panels
        where panel.Type is "stat" or "gauge" or "timeseries" or "heatmap" && !panel.Defaults.TryGetProperty("mappings", out _) && !panel.Units.Any()
            || panel.Units.Any(u => !s_units.Contains(u))
        select $"panel-units: '{panel.Title}'";

    private static IEnumerable<string> Targets(Dashboard dashboard, IReadOnlyDictionary<Query, ParsedQuery> parsed)
    {
        foreach (var query in QuerySources.OfPanels(dashboard))
        {
            var found = parsed[query];
            var wanted = query.Instant ? [QueryVariables.Range, "7d"] : query.Language == QueryLanguage.Logql ? [QueryVariables.Auto] : s_ranges;
            foreach (var range in found.Selectors.Select(s => s.Range).OfType<string>().Concat(found.Ranges).Where(r => !wanted.Contains(r)))
            {
                yield return $"target-rate-interval or target-logql-auto: '{query.Place}' reads {range}";
            }

            foreach (var counter in found.Selectors.Where(s => s.Name.EndsWith("_total", StringComparison.Ordinal) && s.Name != "tempodb_backend_bytes_total" && s.Call is not ("rate" or "increase")))
            {
                yield return $"target-counter-agg: '{query.Place}' shows {counter.Name} as it is";
            }
        }
    }
}
