using Ael.Engine.Errors;

namespace Ael.Engine.Yaml;

/// <summary>Collects the problems of one file. <paramref name="code"/> is the code of those that name no other.</summary>
internal sealed class ProblemList(ErrorCode code)
{
    /// <summary>Problems kept; whoever has more of them cannot read them all, and a hostile file must not fill memory.</summary>
    public const int Limit = 200;

    private readonly List<Problem> _items = [];
    private readonly Dictionary<string, IReadOnlyCollection<string>> _known = [];

    public bool Full => _items.Count >= Limit;

    public bool HasErrors => _items.Exists(p => p.Severity == ProblemSeverity.Error);

    /// <summary>What the mappings read so far may hold: keys by kind of mapping (<c>step</c>, <c>retry</c>). Keeps schemas true.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> KnownKeys => _known;

    public void Add(YamlNode at, string message, string? suggestion = null) =>
        Add(new Problem(code, at.Path, at.Line, at.Column, message, suggestion));

    public void Add(Problem problem)
    {
        if (!Full)
        {
            _items.Add(problem);
        }
    }

    public void AddRange(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems)
        {
            Add(problem);
        }
    }

    public void WasOfOtherType(YamlNode node, string expected, string? suggestion = null) =>
        Add(node, $"expected {expected}, was {node.Describe()}", suggestion);

    /// <summary>In the order of the file, the same complaint about the same place once.</summary>
    public IReadOnlyList<Problem> ToList() =>
        [.. _items.Distinct().OrderBy(p => p.Line).ThenBy(p => p.Column)];

    internal void Record(string kind, IReadOnlyCollection<string> keys) => _known[kind] = keys;
}
