namespace Ael.Engine.Expressions.Syntax;

/// <summary>Splits a template into text and expressions.</summary>
internal static class TemplateParser
{
    private const int MaxLength = 1024 * 1024;

    public static IReadOnlyList<TemplatePart> Parse(string text)
    {
        var parts = new List<TemplatePart>();
        var lastEnds = (text.LastIndexOf("%}", StringComparison.Ordinal), text.LastIndexOf("#}", StringComparison.Ordinal));
        var from = 0;
        for (var at = NextMark(text, 0, lastEnds); at >= 0; at = NextMark(text, from, lastEnds))
        {
            Refuse(text, at);
            if (at > from)
            {
                parts.Add(new TemplatePart(text[from..at], null, from, at));
            }

            var (node, end) = ExpressionParser.Braced(text, at);
            parts.Add(new TemplatePart(null, node, at, end));
            from = end;
        }

        if (from < text.Length)
        {
            parts.Add(new TemplatePart(text[from..], null, from, text.Length));
        }

        return parts;
    }

    public static TemplatePart ParseExpression(string text)
    {
        var start = text.Length - text.AsSpan().TrimStart().Length;
        if (!text.AsSpan(start).StartsWith("{{", StringComparison.Ordinal))
        {
            return new TemplatePart(null, ExpressionParser.Bare(text), 0, text.Length);
        }

        Refuse(text, start);
        var (node, end) = ExpressionParser.Braced(text, start);
        return text.AsSpan(end).IsWhiteSpace()
            ? new TemplatePart(null, node, start, end)
            : throw new TemplateSyntaxException(
                "text follows the expression, so the whole would always be a string", end, "Put all of it into one pair of braces, or leave the braces out.");
    }

    // The next '{{', or '{%' or '{#' where their other end follows: a lone one is text, as in "${#list}".
    private static int NextMark(string text, int from, (int Statement, int Comment) lastEnds)
    {
        for (var at = text.IndexOf('{', from); at >= 0 && at + 1 < text.Length; at = text.IndexOf('{', at + 1))
        {
            switch (text[at + 1])
            {
                case '{':
                case '%' when lastEnds.Statement >= at + 2:
                case '#' when lastEnds.Comment >= at + 2:
                    return at;
            }
        }

        return -1;
    }

    private static void Refuse(string text, int at)
    {
        if (text.Length > MaxLength)
        {
            throw new TemplateSyntaxException($"a text with templates is longer than {MaxLength} characters", at, "Read large texts with a tool or a code step.");
        }

        switch (text[at + 1])
        {
            case '%':
                throw new TemplateSyntaxException(
                    "statements are not supported: '{% %}'", at, "Use `x if condition else y`, a filter, `foreach` or a code step; for the text itself write {{ \"{%\" }}.");
            case '#':
                throw new TemplateSyntaxException(
                    "statements are not supported, nor are comments: '{# #}'", at, "Use a YAML comment; for the text itself write {{ \"{#\" }}.");
        }

        if (at + 3 < text.Length && text[at + 2] == '-' && char.IsWhiteSpace(text[at + 3]))
        {
            throw new TemplateSyntaxException("'{{-' is not supported", at, "Remove the dash; `| trim` takes white space away.");
        }
    }
}
