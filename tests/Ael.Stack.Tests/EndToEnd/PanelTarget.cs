using System.Text.Json;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>A query of a panel as Grafana would send it, with the dashboard's variables at their defaults.</summary>
/// <param name="Dashboard">Its uid.</param>
/// <param name="Panel">Title.</param>
/// <param name="Source">Type of the data source.</param>
/// <param name="Query">Empty for the service map, which is no query of ours.</param>
/// <param name="Instant">One moment instead of a range.</param>
internal sealed record PanelTarget(string Dashboard, string Panel, string Source, string Query, bool Instant)
{
    private static readonly (string Name, string Value)[] s_builtIn = [("__rate_interval", "1m"), ("__range", "10m"), ("__auto", "30s"), ("__interval", "15s")];

    /// <param name="traceId">For the variable of that name where its default is to be filled in by the user.</param>
    public static IReadOnlyList<PanelTarget> All(string traceId) =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("dashboards"), "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => OfDashboard(JsonElement.Parse(File.ReadAllText(file)), traceId)),
    ];

    private static IEnumerable<PanelTarget> OfDashboard(JsonElement dashboard, string traceId)
    {
        var variables = dashboard.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Select(v => (Name: v.GetProperty("name").GetString()!, Value: ValueOf(v, traceId))).Concat(s_builtIn)
            .OrderByDescending(v => v.Name.Length).ToList();
        return from panel in Panels(dashboard)
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               let query = target.TryGetProperty("expr", out var expr) ? expr : target.TryGetProperty("query", out var text) ? text : default
               select new PanelTarget(
                   dashboard.GetProperty("uid").GetString()!, panel.GetProperty("title").GetString()!,
                   (target.TryGetProperty("datasource", out var source) ? source : panel.GetProperty("datasource")).GetProperty("type").GetString()!,
                   Fill(query.ValueKind == JsonValueKind.String ? query.GetString()! : "", variables),
                   target.TryGetProperty("instant", out var instant) && instant.GetBoolean());
    }

    private static IEnumerable<JsonElement> Panels(JsonElement parent) => !parent.TryGetProperty("panels", out var panels) ? []
        : panels.EnumerateArray().SelectMany(panel => Panels(panel).Prepend(panel));

    private static string ValueOf(JsonElement variable, string traceId)
    {
        var name = variable.GetProperty("name").GetString();
        var value = variable.TryGetProperty("current", out var current) && current.TryGetProperty("value", out var chosen)
            ? chosen.ValueKind == JsonValueKind.Array ? chosen[0].GetString()! : chosen.GetString()!
            : "";
        return value == "$__all" ? variable.GetProperty("allValue").GetString()!
            : name == "trace_id" && value.Length == 0 ? traceId : value;
    }

    // Longest names first: $workflow is no start of $workflow_id.
    private static string Fill(string query, IEnumerable<(string Name, string Value)> variables) =>
        variables.Aggregate(query, (text, v) => text.Replace($"${{{v.Name}}}", v.Value, StringComparison.Ordinal).Replace($"${v.Name}", v.Value, StringComparison.Ordinal));
}
