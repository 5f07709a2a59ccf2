using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>+ - * / %</c> on numbers; <c>+</c> also joins two strings or two lists.</summary>
internal sealed class BinaryNode(char symbol, Node left, Node right) : Node(left, right)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var a = left.Evaluate(evaluation);
        var b = right.Evaluate(evaluation);
        return (a.Kind, b.Kind) switch
        {
            (ValueKind.Number, ValueKind.Number) => Arithmetic.Compute(symbol, a.ToNumber(), b.ToNumber()),
            (ValueKind.Text, ValueKind.Text) when symbol == '+' => ConcatNode.Join(a, b, evaluation),
            (ValueKind.List, ValueKind.List) when symbol == '+' => Append(a, b, evaluation),
            _ => throw new EvaluationException(
                $"'{symbol}' cannot take {a.Describe()} and {b.Describe()}",
                symbol == '+' && (a.Kind == ValueKind.Text || b.Kind == ValueKind.Text)
                    ? "Join text with '~', or convert with `| int` or `| float`."
                    : "Convert text with `| int` or `| float`."),
        };
    }

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        left.Collect(references, guarded: false);
        right.Collect(references, guarded: false);
    }

    private static Value Append(in Value a, in Value b, Evaluation evaluation)
    {
        evaluation.Charge((long)a.Count + b.Count);
        return Value.Of([.. a.Items(), .. b.Items()]);
    }
}
