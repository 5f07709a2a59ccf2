using Ael.Engine.Expressions.Nodes;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions;

/// <summary>Either a piece of text or an expression, with the place of that in the template.</summary>
internal readonly record struct TemplatePart(string? Text, Node? Node, int Start, int End)
{
    private const int MaxQuote = 160;

    public Value Evaluate(Evaluation evaluation) => Within(evaluation.Limits).Evaluate(evaluation);

    public bool Holds(Evaluation evaluation) => Within(evaluation.Limits).Holds(evaluation);

    private Node Within(TemplateLimits limits) => Node!.Nesting <= limits.MaxDepth
        ? Node
        : throw new EvaluationException($"the expression is nested deeper than {limits.MaxDepth} levels", "Spread it over several steps.");

    /// <summary>The expression for a message, on one line and not too long.</summary>
    public string Quote(string template)
    {
        if (Node is null)
        {
            return "";
        }

        var source = string.Join(' ', template[Start..End].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $" (in {(source.Length <= MaxQuote ? source : source[..MaxQuote] + "...")})";
    }
}
