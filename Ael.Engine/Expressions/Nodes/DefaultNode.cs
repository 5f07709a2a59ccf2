using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary><c>x | default(y)</c>: y where x is null or absent; with a true second argument also where x is false, 0 or empty.</summary>
internal sealed class DefaultNode(Node subject, Node fallback, Node? alsoFalsy) : Node(subject, fallback, alsoFalsy)
{
    public override Value Evaluate(Evaluation evaluation)
    {
        var value = subject.EvaluateOptional(evaluation);
        return Serves(value, evaluation) ? fallback.Evaluate(evaluation) : value;
    }

    public override Value EvaluateOptional(Evaluation evaluation)
    {
        var value = subject.EvaluateOptional(evaluation);
        return Serves(value, evaluation) ? fallback.EvaluateOptional(evaluation) : value;
    }

    public override void Collect(ICollection<Reference> references, bool guarded)
    {
        subject.Collect(references, guarded: true);
        fallback.Collect(references, guarded);
        alsoFalsy?.Collect(references, guarded: false);
    }

    private bool Serves(Value value, Evaluation evaluation) =>
        value.IsNullOrAbsent || (alsoFalsy is not null && !value.IsTruthy && alsoFalsy.Holds(evaluation));
}
