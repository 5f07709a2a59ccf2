using Parlot;
using Parlot.Fluent;
using static Parlot.Fluent.Parsers;

namespace Ael.Engine.Expressions.Syntax;

/// <summary>The words and symbols of the language.</summary>
internal static class Tokens
{
    public const string NameStart = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    public const string Digits = "0123456789";
    public const string NamePart = NameStart + Digits;

    private static readonly string[] s_reserved = ["and", "or", "not", "in", "is", "if", "else"];

    /// <summary>Any name, reserved words too: behind a dot nothing is reserved.</summary>
    public static readonly Parser<TextSpan> Name = Terms.Identifier(NameStart, NamePart);

    /// <summary>The id of a step may hold dashes.</summary>
    public static readonly Parser<TextSpan> StepId = Terms.Identifier(NameStart, NamePart + "-");

    /// <summary>A name that stands for a value.</summary>
    public static readonly Parser<TextSpan> FreeName = Name.When(static (_, name) => !s_reserved.Contains(name.ToString()));

    /// <summary>An unsigned number as JSON has it; its text is the result.</summary>
    public static readonly Parser<TextSpan> Number = Terms.Scan(NumberLength, Digits);

    public static readonly Parser<TextSpan> Position = Terms.AnyOf(Digits, 1, 9);

    public static Parser<string> Word(string word) => Terms.Keyword(word, NamePart);

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var length = DigitsAt(text, 0);
        if (length > 1 && text[0] == '0')
        {
            return 0;
        }

        if (length + 1 < text.Length && text[length] == '.' && DigitsAt(text, length + 1) is > 0 and var fraction)
        {
            length += 1 + fraction;
        }

        if (length < text.Length && text[length] is 'e' or 'E')
        {
            var sign = length + 1 < text.Length && text[length + 1] is '+' or '-' ? 1 : 0;
            var exponent = DigitsAt(text, length + 1 + sign);
            length += exponent > 0 ? 1 + sign + exponent : 0;
        }

        return length;
    }

    private static int DigitsAt(ReadOnlySpan<char> text, int start)
    {
        var rest = start < text.Length ? text[start..] : [];
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? rest.Length : end;
    }
}
