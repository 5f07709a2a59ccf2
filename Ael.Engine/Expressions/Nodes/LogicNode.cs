using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>a and b</c>, <c>a or b</c>. As in Jinja the result is the operand that decided, and the second is looked at only when needed.</summary>
internal sealed class LogicNode(Node left, Node right, bool isAnd) : Node(left, right)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var value = left.Evaluate(evaluation);
        return value.IsTruthy == isAnd ? right.Evaluate(evaluation) : value;
    }

    public override bool Holds(Evaluation evaluation) =>
        left.Holds(evaluation) == isAnd ? right.Holds(evaluation) : !isAnd;

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        left.Collect(references, guarded: false);
        right.Collect(references, guarded: false);
    }
}
