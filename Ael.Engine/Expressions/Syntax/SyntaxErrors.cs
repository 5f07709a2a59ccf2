using System.Buffers;

namespace Ael.Engine.Expressions.Syntax;

/// <summary>What stands where an expression stops making sense, and what was probably meant.</summary>
internal static class SyntaxErrors
{
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> s_namePart = SearchValues.Create(Tokens.NamePart);
    private static readonly string[] s_symbols = ["{{", "&&", "||"];

    /// <param name="text">The whole template.</param>
    /// <param name="open">Where the expression begins, with its braces if it has any.</param>
    /// <param name="at">Where no token fits.</param>
    /// <param name="braced">Whether the expression stands in braces.</param>
    public static TemplateSyntaxException Unexpected(string text, int open, int at, bool braced)
    {
        var rest = text.AsSpan(at);
        if (rest.IsEmpty)
        {
            return braced
                ? new TemplateSyntaxException("'{{' has no '}}'", open, "Close it with '}}'; for braces as text write {{ \"{{\" }}.")
                : new TemplateSyntaxException(
                    text.AsSpan().Trim().IsEmpty ? "the expression is empty" : "the expression ends too early", text.Length, "Write a path or a value there.");
        }

        if (rest[0] is '"' or '\'')
        {
            return Quote(text, at, open);
        }

        if (braced && rest.StartsWith("}}", StringComparison.Ordinal))
        {
            return text.AsSpan(open + 2, at - open - 2).Trim() switch
            {
                "" => new TemplateSyntaxException("the expression is empty", open, "Write a path or a value between the braces."),
                [.., '-'] => new TemplateSyntaxException("'-}}' is not supported", at - 1, "Remove the dash; `| trim` takes white space away."),
                _ => new TemplateSyntaxException("the expression ends too early", at, "Write a path or a value before '}}'."),
            };
        }

        if (rest[0] == '{' && at > (braced ? open + 2 : 0) && text[at - 1] == '{')
        {
            at--; // The grammar fails behind the first brace of two.
            rest = text.AsSpan(at);
        }

        var token = Token(rest);
        return new TemplateSyntaxException($"'{token}' does not fit here", at, Hint(token, rest, text.AsSpan(open, at - open)));
    }

    private static TemplateSyntaxException Quote(string text, int at, int open)
    {
        var (quote, escape) = (text[at], -1);
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                return escape < 0
                    ? new TemplateSyntaxException("a string does not fit here", at, "Join strings with '~'; between the elements of a list stands ','.")
                    : new TemplateSyntaxException(
                        "the string has an escape that does not exist", escape, "Escapes are \\n \\r \\t \\b \\f \\v \\0 \\\\ \\' \\\" \\uXXXX \\xXX; write a backslash as \\\\.");
            }

            if (text[i] == '\\')
            {
                escape = escape < 0 && !IsEscape(text.AsSpan(i)) ? i : escape;
                i++;
            }
        }

        return new TemplateSyntaxException($"the string that begins here has no closing {quote}", at, $"Close it with {quote}.");
    }

    private static bool IsEscape(ReadOnlySpan<char> text) => text.Length > 1 && text[1] switch
    {
        'u' => text.Length >= 6 && text[2..6].IndexOfAnyExcept(s_hex) < 0,
        'x' => text.Length >= 3 && char.IsAsciiHexDigit(text[2]),
        var c => "nrtbfv0\\'\"".Contains(c, StringComparison.Ordinal),
    };

    private static string Token(ReadOnlySpan<char> rest)
    {
        foreach (var symbol in s_symbols)
        {
            if (rest.StartsWith(symbol, StringComparison.Ordinal))
            {
                return symbol;
            }
        }

        var end = rest.IndexOfAnyExcept(s_namePart);
        var length = end == 0 ? 1 : Math.Min(end < 0 ? rest.Length : end, 40);
        return rest[..(length == 1 && rest.Length > 1 && char.IsSurrogatePair(rest[0], rest[1]) ? 2 : length)].ToString();
    }

    private static string? Hint(string token, ReadOnlySpan<char> rest, ReadOnlySpan<char> before) => token switch
    {
        "{{" => "Leave the inner braces out: this is an expression already.",
        "&&" or "&" => "Write 'and'.",
        "||" or "|" => "Write 'or'; a filter is '| name'.",
        "!" => "Write 'not'.",
        "?" => "Write 'a if condition else b'.",
        "=" => "Write '==' to compare.",
        "(" => "Functions and methods cannot be called; use a filter, as in `x | length`.",
        ":" => "A part of a list is `| slice(start, stop)`.",
        "is" => "Tests with 'is' are not supported; write `x | default(null) != null`.",
        "*" when before.TrimEnd().EndsWith('*') => "There is no power; compute it in a code step.",
        "/" when before.TrimEnd().EndsWith('/') => "For whole division write `(a / b) | int`.",
        "." => "Put what stands before the dot in parentheses.",
        "}" => "Close with '}}'.",
        "`" => "Quote strings with ' or \".",
        "$" => "Variables have no '$'; write inputs.name.",
        "for" or "set" or "if" => "Statements are not supported; use a filter, `foreach` or a code step.",
        _ when char.IsAsciiDigit(token[0]) && token.Length > 1 && token[0] == '0' => "Numbers do not begin with 0.",
        _ when Tokens.NamePart.Contains(token[0], StringComparison.Ordinal) => "An operator is missing before it; text needs quotes, and a name with dashes is written [\"like-this\"].",
        _ when rest[0] > 127 => "A name with such letters is written [\"like this\"].",
        _ => null,
    };
}
