using System.Globalization;
using Ael.Engine.Yaml;

namespace Ael.Engine.Configuration;

/// <summary>
/// Lays environment variables over the document: <c>AEL__TELEMETRY__ENABLED=false</c> is <c>telemetry.enabled: false</c>. They become nodes
/// of the document, at line 0 and with the variable as path, so that they are read and complained about as everything else is.
/// </summary>
internal sealed class EnvironmentOverrides(ProblemList problems)
{
    private const string Prefix = "AEL__";
    private const string Separator = "__";

    // Names of a program's variables and of HTTP headers are its own; every other key is in lower case.
    private static readonly string[] s_freeNames = ["env", "headers"];

    /// <summary>The document with every such variable in its place. An empty variable counts as not set.</summary>
    public YamlNode Apply(YamlNode root, IReadOnlyDictionary<string, string> environment)
    {
        // The engine's own variables name the same more closely, so they come after and win.
        foreach (var (key, value) in StandardVariables.Read(environment))
        {
            root = Set(root, key.Split('.'), "", value);
        }

        // Shorter first: a whole list before its elements, element 2 before element 10.
        foreach (var (name, value) in environment.OrderBy(v => v.Key.Length).ThenBy(v => v.Key, StringComparer.Ordinal))
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && value.Length > 0)
            {
                root = Set(root, name[Prefix.Length..].Split(Separator), "", Node(name, value));
            }
        }

        return root;
    }

    private YamlNode Set(YamlNode? node, ReadOnlySpan<string> path, string parent, YamlNode value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        var isItem = int.TryParse(path[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && node is not YamlMapping;

        // A value of the file that is in the way is wrong itself, and will be reported as such.
        if (node is YamlScalar { IsNull: false, Line: > 0 } || (node is YamlSequence && !isItem))
        {
            return node;
        }

        if (isItem)
        {
            return SetItem(node as YamlSequence, index, path, value);
        }

        var map = node as YamlMapping ?? new YamlMapping(value.Path, 0, 0, []);
        var segment = path[0];
        var known = map.Entries.FirstOrDefault(e => Same(e.Key.Text, segment));
        var name = known?.Key.Text ?? (s_freeNames.Contains(parent) ? segment : segment.ToLowerInvariant());
        var entry = new YamlEntry(known?.Key ?? Node(value.Path, name), Set(known?.Value, path[1..], name, value));
        return map with { Entries = [.. map.Entries.Where(e => e != known), entry] };
    }

    private YamlSequence SetItem(YamlSequence? list, int index, ReadOnlySpan<string> path, YamlNode value)
    {
        list ??= new YamlSequence(value.Path, 0, 0, []);
        if (index > list.Items.Count)
        {
            problems.Add(value, $"there is no element {index} to set: the list has {list.Items.Count}", $"number elements from 0 without gaps; the next one is {list.Items.Count}");
            return list;
        }

        var item = Set(index < list.Items.Count ? list.Items[index] : null, path[1..], "", value);
        return list with { Items = [.. list.Items.Take(index), item, .. list.Items.Skip(index + 1)] };
    }

    // A variable's name cannot hold a dash; a server's can.
    private static bool Same(string key, string segment) =>
        string.Equals(key.Replace('-', '_'), segment.Replace('-', '_'), StringComparison.OrdinalIgnoreCase);

    /// <summary>A variable's text as a node of the document.</summary>
    internal static YamlScalar Node(string variable, string text) => new(variable, 0, 0, text, CoreSchema.Resolve(text));
}
