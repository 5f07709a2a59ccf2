using System.Text.Json;

namespace Ael.Engine.Expressions.Values;

/// <summary>The elements of a list, for <c>foreach</c>: most lists are short, and an enumerator of the heap's would cost more than they do.</summary>
internal readonly struct ValueList
{
    private readonly JsonElement _json;
    private readonly Value[]? _built;

    public ValueList(JsonElement json) => _json = json;

    public ValueList(Value[] built) => _built = built;

    public Enumerator GetEnumerator() => new(this);

    internal struct Enumerator(ValueList list)
    {
        private JsonElement.ArrayEnumerator _json = list._built is null ? list._json.EnumerateArray() : default;
        private int _at = -1;

        public readonly Value Current => list._built is { } built ? built[_at] : Value.From(_json.Current);

        public bool MoveNext() => list._built is { } built ? ++_at < built.Length : _json.MoveNext();
    }
}
