using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>-x</c></summary>
internal sealed class NegateNode(Node operand) : Node(operand)
{
    /// <summary>A negative number written out is a literal, so that it keeps its text like any other.</summary>
    public static Node Of(Node operand) =>
        operand is LiteralNode { Value: { Kind: ValueKind.Number } value } && value.NumberText() is ['0' or '1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', ..] digits
            ? LiteralNode.Number("-" + digits)
            : new NegateNode(operand);

    public override Value Evaluate(Evaluation evaluation)
    {
        var value = operand.Evaluate(evaluation);
        return value.Kind == ValueKind.Number
            ? Arithmetic.Negate(value.ToNumber())
            : throw new EvaluationException($"'-' takes a number, not {value.Describe()}", "Convert text with `| int` or `| float`.");
    }

    public override void Collect(ICollection<Reference> references, bool guarded) => operand.Collect(references, guarded: false);
}
