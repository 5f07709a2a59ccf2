using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>a ~ b</c>: both as text.</summary>
internal sealed class ConcatNode(Node left, Node right) : Node(left, right)
{
    public override Value Evaluate(Evaluation evaluation) =>
        Join(left.Evaluate(evaluation), right.Evaluate(evaluation), evaluation);

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        left.Collect(references, guarded: false);
        right.Collect(references, guarded: false);
    }

    public static Value Join(in Value a, in Value b, Evaluation evaluation)
    {
        var first = TextBuffer.ToText(a, evaluation.Limits);
        var second = TextBuffer.ToText(b, evaluation.Limits);
        evaluation.Charge((long)first.Length + second.Length);
        return Value.Of(first + second);
    }
}
