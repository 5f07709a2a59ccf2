namespace Ael.Engine.Python;

/// <summary>Remembers what the static check said of a text; the least recently used goes first.</summary>
internal sealed class CheckCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Code, IReadOnlyList<CodeProblem> Problems)>> _byCode = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Code, IReadOnlyList<CodeProblem> Problems)> _byUse = new();

    public IReadOnlyList<CodeProblem>? Find(string code)
    {
        lock (_gate)
        {
            if (!_byCode.TryGetValue(code, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Problems;
        }
    }

    public void Add(string code, IReadOnlyList<CodeProblem> problems)
    {
        lock (_gate)
        {
            if (_byCode.ContainsKey(code))
            {
                return;
            }

            _byCode[code] = _byUse.AddFirst((code, problems));
            if (_byCode.Count > capacity)
            {
                _byCode.Remove(_byUse.Last!.Value.Code);
                _byUse.RemoveLast();
            }
        }
    }
}
