using Ael.Engine.Expressions.Nodes;
using Parlot;
using Parlot.Fluent;

namespace Ael.Engine.Expressions.Syntax;

/// <summary>Runs the grammar at a place in a text and says what is wrong where it fails.</summary>
internal static class ExpressionParser
{
    private const int MaxLength = 32 * 1024;

    // The grammar recurses three times for a level of parentheses or brackets, of which 64 are to fit.
    private const int MaxRecursion = 200;

    /// <summary>Parses what follows <c>{{</c> up to and with <c>}}</c>.</summary>
    /// <param name="text">The whole template.</param>
    /// <param name="open">Where the braces open.</param>
    public static (Node Node, int End) Braced(string text, int open) =>
        Parse(ExpressionGrammar.Braced, text, open + 2, open);

    /// <summary>Parses a text that is an expression without braces.</summary>
    public static Node Bare(string text) => Parse(ExpressionGrammar.Bare, text, 0, open: null).Node;

    private static (Node Node, int End) Parse(Parser<Node> grammar, string text, int start, int? open)
    {
        var context = Context(text, start);
        try
        {
            if (!grammar.TryParse(context, out var node, out var error))
            {
                throw error is null
                    ? SyntaxErrors.Unexpected(text, open ?? 0, Furthest(grammar, text, start), open is not null)
                    : new TemplateSyntaxException("the expression is nested too deep", open ?? 0, "Compute parts of it in steps of their own.");
            }

            var end = context.Scanner.Cursor.Offset;
            return end - start <= MaxLength
                ? (node!, end)
                : throw new TemplateSyntaxException(
                    $"the expression is longer than {MaxLength} characters", open ?? 0, "Compute parts of it in steps of their own.");
        }
        catch (ExpressionTooDeepException e)
        {
            throw new TemplateSyntaxException(e.Message, open ?? 0, "Compute parts of it in steps of their own.");
        }
    }

    // Parsers go back when they fail; the furthest place where one began is where the text went wrong.
    private static int Furthest(Parser<Node> grammar, string text, int start)
    {
        var furthest = start;
        var context = Context(text, start);
        context.OnEnterParser = (_, c) => furthest = Math.Max(furthest, c.Scanner.Cursor.Offset);
        _ = grammar.TryParse(context, out _, out _);
        while (furthest < text.Length && char.IsWhiteSpace(text[furthest]))
        {
            furthest++;
        }

        return furthest;
    }

    private static ParseContext Context(string text, int start)
    {
        var context = new ParseContext(new Scanner(text), MaxRecursion, false, false, CancellationToken.None);
        context.Scanner.Cursor.ResetPosition(new TextPosition(start, 1, start + 1));
        return context;
    }
}
