using Ael.Engine.Expressions.Syntax;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Nodes;

/// <summary>A part of a parsed expression. Immutable.</summary>
internal abstract class Node
{
    // Evaluation descends one call per level; a chain of operators is as high as it is long.
    private const int MaxHeight = 400;

    /// <param name="children">The parts, of which the first continues a chain (<c>a + b + c</c>, <c>x | f | g</c>) without nesting deeper.</param>
    protected Node(params ReadOnlySpan<Node?> children)
    {
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is { } child)
            {
                Height = Math.Max(Height, child.Height + 1);
                Nesting = Math.Max(Nesting, child.Nesting + (i == 0 ? 0 : 1));
            }
        }

        if (Height > MaxHeight)
        {
            throw new ExpressionTooDeepException($"the expression has more than {MaxHeight} operations one upon another");
        }
    }

    /// <summary>How deep expressions stand within expressions.</summary>
    public int Nesting { get; }

    private int Height { get; }

    /// <exception cref="EvaluationException">It has no value.</exception>
    public abstract Value Evaluate(Evaluation evaluation);

    /// <summary>Whether the value is true, where only that is asked.</summary>
    /// <exception cref="EvaluationException">It has no value.</exception>
    public virtual bool Holds(Evaluation evaluation) => Evaluate(evaluation).IsTruthy;

    /// <summary>As <see cref="Evaluate"/>, but absent where the path leads nowhere: for what stands under <c>default(...)</c>.</summary>
    public virtual Value EvaluateOptional(Evaluation evaluation) => Evaluate(evaluation);

    /// <summary>Adds the paths that are named in here.</summary>
    /// <param name="references">Receives them.</param>
    /// <param name="guarded">Whether this stands under <c>default(...)</c>.</param>
    public abstract void Collect(ICollection<Reference> references, bool guarded);
}
