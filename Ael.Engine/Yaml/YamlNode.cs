namespace Ael.Engine.Yaml;

/// <summary>One value of a document with its place: <see cref="Path"/> as in <c>steps[2].params.text</c> (<c>$</c> for the whole), line and column from 1.</summary>
internal abstract record YamlNode(string Path, int Line, int Column)
{
    /// <summary>What it is, for messages: <c>a list</c>, <c>the integer 5</c>.</summary>
    public abstract string Describe();
}

internal sealed record YamlSequence(string Path, int Line, int Column, IReadOnlyList<YamlNode> Items) : YamlNode(Path, Line, Column)
{
    public override string Describe() => Items.Count == 0 ? "an empty list" : "a list";
}

internal sealed record YamlMapping(string Path, int Line, int Column, IReadOnlyList<YamlEntry> Entries) : YamlNode(Path, Line, Column)
{
    /// <summary>The entry of that name, null when there is none. Keys are few; a scan is quicker than a dictionary each.</summary>
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key.Text == key);

    public override string Describe() => Entries.Count == 0 ? "an empty mapping" : "a mapping";
}

/// <summary>Both nodes have the path of the value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A scalar: <see cref="Text"/> exactly as written, quotes, escapes and indentation undone.</summary>
/// <param name="Path">See <see cref="YamlNode"/>.</param>
/// <param name="Line">Of the first character; for a block scalar, of its <c>|</c> or <c>&gt;</c>.</param>
/// <param name="Column">As <paramref name="Line"/>.</param>
/// <param name="Text">The content.</param>
/// <param name="Kind">What the core schema of YAML 1.2 makes of it; quoted and block scalars are always strings.</param>
internal sealed record YamlScalar(string Path, int Line, int Column, string Text, ScalarKind Kind) : YamlNode(Path, Line, Column)
{
    public ScalarStyle Style { get; init; }

    /// <summary>The piece of the file it was read from, to find places within it; empty when it was made by other means.</summary>
    public string Raw { get; init; } = "";

    public bool IsNull => Kind == ScalarKind.Null;

    public bool IsString => Kind == ScalarKind.String;

    public override string Describe() => Kind switch
    {
        ScalarKind.Null => "empty",
        ScalarKind.Boolean => $"the boolean {Text}",
        ScalarKind.Integer => $"the integer {Text}",
        ScalarKind.Float => $"the number {Text}",
        _ => $"the text '{Shortened()}'",
    };

    private string Shortened()
    {
        var line = Text.AsSpan().TrimEnd('\n');
        var end = line.IndexOf('\n');
        line = end < 0 ? line : line[..end];
        return line.Length > 60 || end >= 0 ? $"{line[..Math.Min(57, line.Length)]}..." : line.ToString();
    }
}

internal enum ScalarKind
{
    String,
    Null,
    Boolean,
    Integer,
    Float,
}

internal enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}
