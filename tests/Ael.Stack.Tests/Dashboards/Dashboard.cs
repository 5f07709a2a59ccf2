using System.Text.Json;
using Ael.Stack.Tests.Queries;

namespace Ael.Stack.Tests.Dashboards;

/// <summary>A dashboard of <c>dashboards/</c>, with what tests ask of it.</summary>
internal sealed class Dashboard(string file, JsonElement json)
{
    public string File => file;

    public JsonElement Json => json;

    public string Uid => Text(json, "uid");

    public string Title => Text(json, "title");

    /// <summary>Rows left out.</summary>
    public IReadOnlyList<Panel> Panels { get; } =
        [.. json.GetProperty("panels").EnumerateArray().Where(p => Text(p, "type") != "row").Select(p => new Panel(p))];

    public IReadOnlyList<Variable> Variables { get; } =
        [.. json.GetProperty("templating").GetProperty("list").EnumerateArray().Select(v => new Variable(v))];

    public IReadOnlyList<(string Name, string Expression)> Annotations { get; } =
        [.. json.GetProperty("annotations").GetProperty("list").EnumerateArray().Select(a => (Text(a, "name"), Text(a, "expr")))];

    public static string Folder => Repository.PathOf("dashboards");

    public static IReadOnlyList<Dashboard> All() =>
        [.. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(path => new Dashboard(Path.GetFileNameWithoutExtension(path), JsonElement.Parse(System.IO.File.ReadAllText(path))))];

    public override string ToString() => file;

    internal static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

internal sealed class Panel(JsonElement json)
{
    public JsonElement Json => json;

    public string Type => Dashboard.Text(json, "type");

    public string Title => Dashboard.Text(json, "title");

    public string Description => Dashboard.Text(json, "description");

    public IReadOnlyList<Target> Targets { get; } =
        json.TryGetProperty("targets", out var targets) ? [.. targets.EnumerateArray().Select(t => new Target(t))] : [];

    public JsonElement Defaults => json.GetProperty("fieldConfig").GetProperty("defaults");

    /// <summary>Every <c>url</c> below the panel.</summary>
    public IEnumerable<string> Links => Strings(json, "url");

    /// <summary>Every unit: of the panel and of its columns.</summary>
    public IEnumerable<string> Units => Strings(json, "unit").Concat(
        json.GetProperty("fieldConfig").GetProperty("overrides").EnumerateArray()
            .SelectMany(o => o.GetProperty("properties").EnumerateArray()).Where(p => Dashboard.Text(p, "id") == "unit").Select(p => Dashboard.Text(p, "value")));

    private static IEnumerable<string> Strings(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
            p.Name == name && p.Value.ValueKind == JsonValueKind.String ? [p.Value.GetString()!] : Strings(p.Value, name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Strings(e, name)),
        _ => [],
    };
}

internal sealed class Target(JsonElement json)
{
    public string RefId => Dashboard.Text(json, "refId");

    public string Source => Dashboard.Text(json.GetProperty("datasource"), "uid");

    public QueryLanguage Language => Dashboard.Text(json.GetProperty("datasource"), "type") switch
    {
        "prometheus" => QueryLanguage.Promql,
        "loki" => QueryLanguage.Logql,
        "tempo" => QueryLanguage.Traceql,
        var other => throw new InvalidOperationException($"no query language is known for data sources of type '{other}'"),
    };

    public string Text => Dashboard.Text(json, Language == QueryLanguage.Traceql ? "query" : "expr");

    public bool Instant => Dashboard.Text(json, "queryType") == "instant" || (json.TryGetProperty("instant", out var instant) && instant.GetBoolean());

    public bool Exemplars => json.TryGetProperty("exemplar", out var exemplar) && exemplar.GetBoolean();
}

internal sealed class Variable(JsonElement json)
{
    public JsonElement Json => json;

    public string Name => Dashboard.Text(json, "name");

    public string Type => Dashboard.Text(json, "type");

    /// <summary>Of <c>label_values(metric, label)</c>: the metric; null for variables that ask nothing.</summary>
    public string? Metric => Type == "query" && Definition is var text ? text["label_values(".Length..text.LastIndexOf(',')] : null;

    /// <summary>Of the same: the label.</summary>
    public string? Label => Type == "query" && Definition is var text ? text[(text.LastIndexOf(',') + 1)..].Trim(' ', ')') : null;

    private string Definition => Dashboard.Text(json, "definition");
}
