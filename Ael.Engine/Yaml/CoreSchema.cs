using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Ael.Engine.Yaml;

/// <summary>Types of plain scalars by the core schema of YAML 1.2.2 (section 10.3.2): <c>yes</c>, <c>on</c> and <c>1_000</c> are strings.</summary>
internal static partial class CoreSchema
{
    public static ScalarKind Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when text.Length > MaxNumberLength => ScalarKind.String,
        _ when IntegerPattern().IsMatch(text) => ScalarKind.Integer,
        _ when FloatPattern().IsMatch(text) => ScalarKind.Float,
        _ => ScalarKind.String,
    };

    public static bool ToBoolean(string text) => text is "true" or "True" or "TRUE";

    /// <summary><c>.inf</c> and <c>.nan</c>, which JSON cannot say.</summary>
    public static bool IsFinite(string text) => !text.EndsWith("inf", StringComparison.OrdinalIgnoreCase) && !text.EndsWith("nan", StringComparison.OrdinalIgnoreCase);

    /// <summary>An integer's or finite float's text as JSON spells it; digits are kept exactly.</summary>
    public static string ToJsonNumber(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return BigInteger.Parse("0" + text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return text[2..].Aggregate(BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0')).ToString(CultureInfo.InvariantCulture);
        }

        var sign = text[0] == '-' ? "-" : "";
        var rest = text.TrimStart('+', '-');
        var end = rest.AsSpan().IndexOfAny('.', 'e', 'E');
        var whole = (end < 0 ? rest : rest[..end]).TrimStart('0');
        var tail = end < 0 ? "" : rest[end..];
        if (tail.StartsWith('.') && (tail.Length == 1 || !char.IsAsciiDigit(tail[1])))
        {
            tail = ".0" + tail[1..];
        }

        return $"{sign}{(whole.Length == 0 ? "0" : whole)}{tail}";
    }

    // A longer run of digits is an identifier, not a number anybody calculates with.
    private const int MaxNumberLength = 400;

    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(@"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex FloatPattern();
}
