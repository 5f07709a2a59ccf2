using Ael.Engine.Errors;

namespace Ael.Engine.Yaml;

/// <summary>
/// Reads a mapping key by key. The keys asked for are the keys there are: <see cref="Close"/> reports every other one, so nothing is
/// accepted and ignored. Getters return null for a key that is absent, and for one whose value does not fit, which they report.
/// </summary>
/// <param name="map">What to read.</param>
/// <param name="kind">What it is called in messages: <c>step</c>, <c>retry</c>.</param>
/// <param name="problems">Where complaints go.</param>
internal sealed class MapReader(YamlMapping map, string kind, ProblemList problems)
{
    private readonly List<string> _asked = [];

    public YamlMapping Map => map;

    public ProblemList Problems => problems;

    /// <summary>A reader of the node, or null with a problem when it is no mapping. An empty value is an empty mapping.</summary>
    public static MapReader? Open(YamlNode node, string kind, ProblemList problems, string? suggestion = null)
    {
        switch (node)
        {
            case YamlMapping mapping:
                return new MapReader(mapping, kind, problems);
            case YamlScalar { IsNull: true }:
                return new MapReader(new YamlMapping(node.Path, node.Line, node.Column, []), kind, problems);
            default:
                problems.WasOfOtherType(node, "a mapping (key: value)", suggestion ?? "write `name: value`, one a line and indented, or {name: value}");
                return null;
        }
    }

    /// <summary>The value as it is; null when the key is absent.</summary>
    public YamlNode? Node(string key)
    {
        if (!_asked.Contains(key))
        {
            _asked.Add(key);
        }

        return map.Find(key)?.Value;
    }

    /// <summary>The first of several spellings that is there; a second one beside it is a problem.</summary>
    public YamlNode? OneOf(params ReadOnlySpan<string> keys)
    {
        YamlEntry? first = null;
        foreach (var key in keys)
        {
            Node(key);
            if (map.Find(key) is not { } entry)
            {
                continue;
            }

            if (first is not null)
            {
                problems.Add(entry.Key, $"'{key}' and '{first.Key.Text}' say the same thing", $"keep '{first.Key.Text}' or '{key}'");
            }

            first ??= entry;
        }

        return first?.Value;
    }

    /// <summary>As <see cref="Node"/>; a missing key is a problem at the mapping's place.</summary>
    public YamlNode? Required(string key, string? suggestion = null)
    {
        var node = Node(key);
        if (node is null)
        {
            problems.Add(map, $"'{key}' is missing in this {kind}", suggestion ?? $"add '{key}:'");
        }

        return node;
    }

    public string? Text(string key, bool allowEmpty = true) => Node(key) is { } node ? ScalarReader.Text(node, problems, allowEmpty) : null;

    public string? Written(string key) => Node(key) is { } node ? ScalarReader.Written(node, problems) : null;

    public bool? Boolean(string key) => Node(key) is { } node ? ScalarReader.Boolean(node, problems) : null;

    public int? Integer(string key, int min = int.MinValue, int max = int.MaxValue) =>
        Node(key) is { } node ? (int?)ScalarReader.Integer(node, problems, min, max) : null;

    public long? Long(string key, long min = long.MinValue, long max = long.MaxValue) =>
        Node(key) is { } node ? ScalarReader.Integer(node, problems, min, max) : null;

    public double? Number(string key, double min = double.MinValue, double max = double.MaxValue) =>
        Node(key) is { } node ? ScalarReader.Number(node, problems, min, max) : null;

    public TimeSpan? Duration(string key, TimeSpan? min = null, TimeSpan? max = null) =>
        Node(key) is { } node ? ScalarReader.Duration(node, problems, min, max) : null;

    public long? Size(string key, long min = 1, long max = long.MaxValue) =>
        Node(key) is { } node ? ScalarReader.Size(node, problems, min, max) : null;

    public T? Choice<T>(string key) where T : struct, Enum => Node(key) is { } node ? ScalarReader.Choice<T>(node, problems) : null;

    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> words) where T : struct =>
        Node(key) is { } node ? ScalarReader.Choice(node, problems, words) : null;

    /// <summary>A reader of the nested mapping; null when the key is absent.</summary>
    public MapReader? Section(string key, string? sectionKind = null) =>
        Node(key) is { } node ? Open(node, sectionKind ?? key, problems) : null;

    /// <summary>The items of a list; an empty value is an empty list.</summary>
    public IReadOnlyList<YamlNode>? Items(string key, string? suggestion = null)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlSequence sequence:
                return sequence.Items;
            case YamlScalar { IsNull: true }:
                return [];
            case { } other:
                problems.WasOfOtherType(other, "a list", suggestion ?? "write the items as a list: [a, b], or one a line after '- '");
                return null;
        }
    }

    /// <summary>A list of texts. <paramref name="written"/>: numbers and booleans are taken as they are written.</summary>
    public IReadOnlyList<string>? Texts(string key, bool written = false)
    {
        if (Items(key) is not { } items)
        {
            return null;
        }

        List<string> texts = [.. items.Select(n => written ? ScalarReader.Written(n, problems) : ScalarReader.Text(n, problems)).OfType<string>()];
        return texts.Count == items.Count ? texts : null;
    }

    /// <summary>A mapping from free names to texts, in the order of the file. <paramref name="written"/> as for <see cref="Texts"/>.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(string key, bool written = true) =>
        Entries(key)?.Select(e => (e.Key.Text, Value: written ? ScalarReader.Written(e.Value, problems) : ScalarReader.Text(e.Value, problems)))
            .Where(p => p.Value is not null).ToDictionary(p => p.Text, p => p.Value!);

    /// <summary>The entries of a mapping with free names; an empty value is an empty mapping.</summary>
    public IReadOnlyList<YamlEntry>? Entries(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlMapping mapping:
                return mapping.Entries;
            case YamlScalar { IsNull: true }:
                return [];
            case { } other:
                problems.WasOfOtherType(other, "a mapping (name: value)", "write `name: value`, one a line, indented");
                return null;
        }
    }

    /// <summary>Reports keys that nobody asked for.</summary>
    public void Close()
    {
        problems.Record(kind, _asked);
        foreach (var entry in map.Entries)
        {
            if (problems.Full)
            {
                return;
            }

            var key = entry.Key.Text;
            if (!_asked.Contains(key))
            {
                problems.Add(entry.Key, $"unknown key '{Shown(key)}' in this {kind}",
                    DidYouMean.Suggest(key, _asked) ?? $"use one of: {string.Join(", ", _asked)}");
            }
        }
    }

    private static string Shown(string key) => key.Length > 80 ? key[..77] + "..." : key;
}
