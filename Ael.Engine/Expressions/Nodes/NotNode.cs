using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>not x</c></summary>
internal sealed class NotNode(Node operand) : Node(operand)
{
    public override Value Evaluate(Evaluation evaluation) => Value.Of(Holds(evaluation));

    public override bool Holds(Evaluation evaluation) => !operand.Holds(evaluation);

    public override void Collect(ICollection<Reference> references, bool guarded) => operand.Collect(references, guarded: false);
}
