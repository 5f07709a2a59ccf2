namespace Ael.Engine.Python;

/// <summary>Remembers what the static check said of a text, and the text compiled; the least recently used goes first.</summary>
internal sealed class CheckCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byCode = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();

    public IReadOnlyList<CodeProblem>? Find(string code) => FindEntry(code)?.Problems;

    public Entry? FindEntry(string code)
    {
        lock (_gate)
        {
            if (!_byCode.TryGetValue(code, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    /// <param name="code">The text.</param>
    /// <param name="problems">What the check said.</param>
    /// <param name="compiled">As a worker sent it before it ran anything; null: not known.</param>
    public void Add(string code, IReadOnlyList<CodeProblem> problems, byte[]? compiled = null)
    {
        lock (_gate)
        {
            if (_byCode.TryGetValue(code, out var node))
            {
                node.Value = node.Value with { Compiled = node.Value.Compiled ?? compiled };
                return;
            }

            _byCode[code] = _byUse.AddFirst(new Entry(code, problems, compiled));
            if (_byCode.Count > capacity)
            {
                _byCode.Remove(_byUse.Last!.Value.Code);
                _byUse.RemoveLast();
            }
        }
    }

    public sealed record Entry(string Code, IReadOnlyList<CodeProblem> Problems, byte[]? Compiled);
}
