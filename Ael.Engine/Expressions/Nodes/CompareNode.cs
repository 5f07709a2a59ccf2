using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

/// <summary>One or more comparisons in a row; <c>a &lt; b &lt; c</c> holds when each pair does.</summary>
internal sealed class CompareNode(Node first, (Comparison Comparison, Node Operand)[] rest)
    : Node([first, .. rest.Select(r => r.Operand)])
{
    public override Value Evaluate(Evaluation evaluation) => Value.Of(Holds(evaluation));

    public override bool Holds(Evaluation evaluation)
    {
        var left = first.Evaluate(evaluation);
        foreach (var (comparison, operand) in rest)
        {
            var right = operand.Evaluate(evaluation);
            if (!Holds(comparison, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        first.Collect(references, guarded: false);
        foreach (var (_, operand) in rest)
        {
            operand.Collect(references, guarded: false);
        }
    }

    private static bool Holds(Comparison comparison, in Value left, in Value right) => comparison switch
    {
        Comparison.Equal => ValueComparer.AreEqual(left, right),
        Comparison.NotEqual => !ValueComparer.AreEqual(left, right),
        Comparison.Less => ValueComparer.Order(left, right) < 0,
        Comparison.LessOrEqual => ValueComparer.Order(left, right) <= 0,
        Comparison.Greater => ValueComparer.Order(left, right) > 0,
        Comparison.GreaterOrEqual => ValueComparer.Order(left, right) >= 0,
        Comparison.In => Contains(right, left),
        _ => !Contains(right, left),
    };

    private static bool IsIn(in Value list, in Value sought)
    {
        foreach (var item in list.Each())
        {
            if (ValueComparer.AreEqual(item, sought))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(in Value container, in Value sought) => (container.Kind, sought.Kind) switch
    {
        (ValueKind.List, _) => IsIn(container, sought),
        (ValueKind.Map, ValueKind.Text) => !container.Member(sought.ToText()).IsAbsent,
        (ValueKind.Text, ValueKind.Text) => container.ToText().Contains(sought.ToText(), StringComparison.Ordinal),
        (ValueKind.Map or ValueKind.Text, _) => throw new EvaluationException(
            $"'in' looks for a string in {container.Describe()}, not for {sought.Describe()}", "Convert it with `| string`."),
        _ => throw new EvaluationException($"'in' looks into a list, a string or an object, not into {container.Describe()}", "Write one of them after 'in', as in `x in [1, 2]`."),
    };
}
