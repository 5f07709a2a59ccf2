namespace Ael.Engine.Tests.Workflows;

/// <summary>
/// A workflow file with one mistake. <paramref name="Marked"/> is its YAML with a § right before the place that must be named; <paramref name="Wrong"/>
/// replaced by <paramref name="Right"/> is what the suggestion leads to, and makes the file valid.
/// </summary>
public sealed record BrokenWorkflow(
    string Name, string Marked, string Code, string Path, string Message, string Suggestion, string Wrong, string Right)
{
    public string Yaml => Marked.Replace("§", "", StringComparison.Ordinal);

    public string Corrected => Yaml.Replace(Wrong, Right, StringComparison.Ordinal);

    public int Line => Marked[..At].Count(c => c == '\n') + 1;

    public int Column => At - Marked.LastIndexOf('\n', At);

    private int At => Marked.IndexOf('§', StringComparison.Ordinal);

    public override string ToString() => Name;
}
