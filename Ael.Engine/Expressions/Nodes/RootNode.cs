using Ael.Engine.Errors;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary>A bare name: <c>inputs</c>. Which roots there are is known before anything runs, so one that is missing is an error even under <c>default(...)</c>.</summary>
internal sealed class RootNode(string name, int offset) : Node
{
    public string Name { get; } = name;

    public int Offset { get; } = offset;

    public override Value Evaluate(Evaluation evaluation)
    {
        if (evaluation.Scope.TryGetRoot(Name, out var value))
        {
            return Value.From(value);
        }

        var roots = evaluation.Scope.Roots;
        throw new EvaluationException(
            $"there is no '{Name}' here; there are: {string.Join(", ", roots)}",
            DidYouMean.Suggest(Name, roots) ?? "Write text in quotes; a bare name is a path.");
    }

    public override void Collect(ICollection<Reference> references, bool guarded) =>
        references.Add(new Reference([Name], Offset, guarded));
}
