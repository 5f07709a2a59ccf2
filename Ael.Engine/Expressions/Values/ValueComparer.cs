namespace Ael.Engine.Expressions.Values;

/// <summary>Equality and order of values: numbers by amount (1 equals 1.0), strings by code unit, lists and maps by content. Different kinds are never equal.</summary>
internal sealed class ValueComparer : IEqualityComparer<Value>, IComparer<Value>
{
    public static readonly ValueComparer Instance = new();

    public bool Equals(Value x, Value y) => AreEqual(x, y);

    /// <exception cref="EvaluationException">The two have no order.</exception>
    public int Compare(Value x, Value y) => Order(x, y);

    public static bool AreEqual(in Value x, in Value y)
    {
        var kind = x.Kind;
        if (kind != y.Kind)
        {
            return false;
        }

        return kind switch
        {
            ValueKind.Boolean => x.IsTrue == y.IsTrue,
            ValueKind.Number => x.ToNumber().CompareTo(y.ToNumber()) == 0,
            ValueKind.Text => x.IsSameText(y),
            ValueKind.List => x.Count == y.Count && x.Items().SequenceEqual(y.Items(), Instance),
            ValueKind.Map => x.Count == y.Count && HasAll(x.Members(), y),
            _ => true,
        };
    }

    private static bool HasAll(IEnumerable<KeyValuePair<string, Value>> members, Value map) =>
        members.All(m => AreEqual(m.Value, map.Member(m.Key)));

    public int GetHashCode(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                return value.IsTrue ? 1 : 2;
            case ValueKind.Number:
                return value.ToNumber().ToDouble().GetHashCode();
            case ValueKind.Text:
                return value.ToText().GetHashCode(StringComparison.Ordinal);
            case ValueKind.List:
                var hash = default(HashCode);
                foreach (var item in value.Items())
                {
                    hash.Add(GetHashCode(item));
                }

                return hash.ToHashCode();
            case ValueKind.Map:
                // Members may come in any order.
                return value.Members().Aggregate(value.Count, (sum, m) => unchecked(sum + HashCode.Combine(m.Key, GetHashCode(m.Value))));
            default:
                return 0;
        }
    }

    /// <exception cref="EvaluationException">The two have no order.</exception>
    public static int Order(in Value x, in Value y) => (x.Kind, y.Kind) switch
    {
        (ValueKind.Number, ValueKind.Number) => x.ToNumber().CompareTo(y.ToNumber()),
        (ValueKind.Text, ValueKind.Text) => string.CompareOrdinal(x.ToText(), y.ToText()),
        (var a, var b) when a == b => throw new EvaluationException($"{x.Describe()} and {y.Describe()} have no order; only numbers and strings do",
            "Compare numbers or strings in them; `sort`, `min` and `max` take the name of an attribute."),
        _ => throw new EvaluationException(
            $"cannot compare {x.Describe()} with {y.Describe()}", "Convert one side with `| int`, `| float` or `| string`."),
    };
}
