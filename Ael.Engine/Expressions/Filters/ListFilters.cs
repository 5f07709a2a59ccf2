using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

internal static class ListFilters
{
    /// <summary>Stable; numbers by amount, strings by code unit.</summary>
    public static Value Sort(in FilterCall call)
    {
        var attribute = AttributePath.Of(call, 1);
        var keyed = call.List().Select(item => (Key: Decoded(attribute.In(item)), Item: item)).ToArray();
        foreach (var (key, _) in keyed.Skip(1))
        {
            // A comparer that throws inside the sort would surface as another exception, so what has no order is found before.
            ValueComparer.Instance.Compare(keyed[0].Key, key);
        }

        var sorted = call.IsSet(0)
            ? keyed.OrderByDescending(k => k.Key, ValueComparer.Instance)
            : keyed.OrderBy(k => k.Key, ValueComparer.Instance);
        return call.Evaluation.Charged([.. sorted.Select(k => k.Item)]);
    }

    /// <summary>The first of equal ones stays.</summary>
    public static Value Unique(in FilterCall call)
    {
        var attribute = AttributePath.Of(call, 0);
        return call.Evaluation.Charged([.. call.List().DistinctBy(attribute.In, ValueComparer.Instance)]);
    }

    public static Value Map(in FilterCall call)
    {
        call.Text(0);
        var attribute = AttributePath.Of(call, 0);
        var otherwise = call.Arguments[1];
        var items = call.Each();
        var values = new Value[call.Subject.Count];
        var count = 0;
        foreach (var item in items)
        {
            values[count++] = otherwise.IsAbsent ? attribute.In(item) : attribute.Find(item) is { IsAbsent: false } value ? value : otherwise;
        }

        return call.Evaluation.Charged(values);
    }

    /// <summary>Elements that are true, or whose attribute is, or whose attribute equals a value. Those without the attribute are left out.</summary>
    public static Value Select(in FilterCall call)
    {
        var attribute = AttributePath.Of(call, 0);
        var wanted = call.Arguments[1];
        return call.Evaluation.Charged(
        [
            .. call.List().Where(item => attribute.Find(item) is var found && (wanted.IsAbsent
                ? found.IsTruthy
                : ValueComparer.Instance.Equals(found, wanted))),
        ]);
    }

    public static Value Sum(in FilterCall call)
    {
        var attribute = AttributePath.Of(call, 0);
        var sum = call.Has(1) ? call.Arguments[1] : Value.Of(0L);
        foreach (var element in call.Each())
        {
            var item = attribute.In(element);
            sum = sum.Kind == ValueKind.Number && item.Kind == ValueKind.Number
                ? Arithmetic.Compute('+', sum.ToNumber(), item.ToNumber())
                : throw new EvaluationException(
                    $"'sum' adds numbers, not {(sum.Kind == ValueKind.Number ? item : sum).Describe()}",
                    "Name the attribute to add, as in `| sum(\"price\")`.");
        }

        return sum;
    }

    // A string from JSON would be decoded anew at every comparison.
    private static Value Decoded(Value value) => value.Kind == ValueKind.Text ? Value.Of(value.ToText()) : value;

    public static Value Min(in FilterCall call) => Extreme(call, -1);

    public static Value Max(in FilterCall call) => Extreme(call, 1);

    // The first of equal ones, as Jinja has it. Absent for an empty list.
    private static Value Extreme(in FilterCall call, int sign)
    {
        var attribute = AttributePath.Of(call, 0);
        var (best, bestKey) = (Value.Absent, Value.Absent);
        foreach (var item in call.List())
        {
            var key = attribute.In(item);
            if (bestKey.IsAbsent || ValueComparer.Instance.Compare(key, bestKey) * sign > 0)
            {
                (best, bestKey) = (item, key);
            }
        }

        return best;
    }
}
