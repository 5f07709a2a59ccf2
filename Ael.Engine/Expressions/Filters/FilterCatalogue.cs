using System.Collections.Frozen;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

/// <summary>Every filter there is. <c>docs/reference/templates.md</c> describes them, and a test holds the two together.</summary>
internal static class FilterCatalogue
{
    /// <summary>Stands in the list for its name and parameters; it decides about its subject before that is evaluated, so it is a node of its own.</summary>
    public static readonly Filter Default = new("default", ["value", "boolean"], 1, true, static (in call) => call.Subject);

    private static readonly FrozenDictionary<string, Filter> s_byName = new[]
    {
        Default,
        With("length", [], 0, SequenceFilters.Length),
        OfNull("json", ["indent"], 0, JsonFilters.ToJson),
        OfNull("tojson", ["indent"], 0, JsonFilters.ToJson),
        With("fromjson", [], 0, JsonFilters.FromJson),
        OfNull("string", [], 0, TextFilters.ToText),
        With("int", ["default"], 0, NumberFilters.ToInteger),
        With("float", ["default"], 0, NumberFilters.ToFloat),
        With("round", ["precision", "method"], 0, NumberFilters.Round),
        With("join", ["separator", "attribute"], 0, TextFilters.Join),
        With("split", ["separator", "maxsplit"], 0, TextFilters.Split),
        With("keys", [], 0, MapFilters.Keys),
        With("values", [], 0, MapFilters.Values),
        With("items", [], 0, MapFilters.Items),
        With("first", [], 0, SequenceFilters.First),
        With("last", [], 0, SequenceFilters.Last),
        With("slice", ["start", "stop"], 1, SequenceFilters.Slice),
        With("upper", [], 0, TextFilters.Upper),
        With("lower", [], 0, TextFilters.Lower),
        With("trim", ["characters"], 0, TextFilters.Trim),
        With("replace", ["old", "new", "count"], 2, TextFilters.Replace),
        With("sort", ["reverse", "attribute"], 0, ListFilters.Sort),
        With("unique", ["attribute"], 0, ListFilters.Unique),
        With("map", ["attribute", "default"], 1, ListFilters.Map),
        With("select", ["attribute", "value"], 0, ListFilters.Select),
        With("sum", ["attribute", "start"], 0, ListFilters.Sum),
        With("min", ["attribute"], 0, ListFilters.Min),
        With("max", ["attribute"], 0, ListFilters.Max),
    }.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = [.. s_byName.Keys.Order(StringComparer.Ordinal)];

    public static Filter? Find(string name) => s_byName.GetValueOrDefault(name);

    private static Filter With(string name, string[] parameters, int required, FilterWork apply) =>
        new(name, parameters, required, TakesNull: false, apply);

    private static Filter OfNull(string name, string[] parameters, int required, FilterWork apply) =>
        new(name, parameters, required, TakesNull: true, apply);
}
