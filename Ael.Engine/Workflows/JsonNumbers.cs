using System.Globalization;
using System.Numerics;

namespace Ael.Engine.Workflows;

/// <summary>Whole numbers in JSON, whatever their spelling and size.</summary>
internal static class JsonNumbers
{
    // 1e999999 is a whole number too, but not one to write out.
    private const int MaxExponent = 400;

    /// <summary>The digits of a number that is whole (<c>5.0</c> and <c>5e2</c> are), null of any other.</summary>
    public static string? ToInteger(string number)
    {
        var e = number.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (e >= 0 && (!int.TryParse(number.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxExponent))
        {
            return null;
        }

        var mantissa = e < 0 ? number : number[..e];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fraction = dot < 0 ? "" : mantissa[(dot + 1)..].TrimEnd('0');
        var digits = (dot < 0 ? mantissa : mantissa[..dot]) + fraction;
        exponent -= fraction.Length;
        if (exponent < 0)
        {
            // 1200e-2 is whole as well: zeros at the end make up for the exponent.
            var zeros = digits.Length - digits.TrimEnd('0').Length;
            if (digits.Trim('-', '0').Length == 0)
            {
                return "0";
            }

            if (zeros < -exponent)
            {
                return null;
            }

            digits = digits[..(digits.Length + exponent)];
            exponent = 0;
        }

        return BigInteger.Parse(digits + new string('0', exponent), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }
}
