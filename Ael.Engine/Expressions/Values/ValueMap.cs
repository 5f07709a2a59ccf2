using System.Collections;

namespace Ael.Engine.Expressions.Values;

/// <summary>A map that an expression wrote. Its size is bounded by the text of the expression, so a scan finds a member soon enough.</summary>
internal sealed class ValueMap(IReadOnlyList<KeyValuePair<string, Value>> members) : IEnumerable<KeyValuePair<string, Value>>
{
    public int Count => members.Count;

    public Value this[string name]
    {
        get
        {
            foreach (var (key, value) in members)
            {
                if (key == name)
                {
                    return value;
                }
            }

            return Value.Absent;
        }
    }

    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
