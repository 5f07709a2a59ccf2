using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>x if condition else y</c>; only the chosen side is evaluated.</summary>
internal sealed class ConditionalNode(Node then, Node condition, Node otherwise) : Node(then, condition, otherwise)
{
    public override Value Evaluate(Evaluation evaluation) => Choose(evaluation).Evaluate(evaluation);

    public override Value EvaluateOptional(Evaluation evaluation) => Choose(evaluation).EvaluateOptional(evaluation);

    public override bool Holds(Evaluation evaluation) => Choose(evaluation).Holds(evaluation);

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        then.Collect(references, guarded);
        condition.Collect(references, guarded: false);
        otherwise.Collect(references, guarded);
    }

    private Node Choose(Evaluation evaluation) => condition.Holds(evaluation) ? then : otherwise;
}
