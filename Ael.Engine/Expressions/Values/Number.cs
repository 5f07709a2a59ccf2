using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Ael.Engine.Expressions.Values;

/// <summary>
/// A number to compute with: a 64-bit integer, a double, or an integer too large for either, which can be compared and moved but
/// not computed with. Integers never turn into floats unasked.
/// </summary>
internal readonly struct Number : IComparable<Number>
{
    // Parsing is superlinear in the digits; nobody compares longer ones.
    private const int MaxDigits = 1000;

    // A BigInteger that the others need not carry.
    private readonly object? _large;
    private readonly long _bits;

    private Number(long bits, bool isFloat, object? large = null)
    {
        _bits = bits;
        IsFloat = isFloat;
        _large = large;
    }

    public bool IsFloat { get; }

    public bool IsLarge => _large is not null;

    public bool IsZero => IsFloat ? Float == 0 : _large is null && _bits == 0;

    /// <summary>For integers that are not large.</summary>
    public long Integer => _bits;

    private double Float => BitConverter.Int64BitsToDouble(_bits);

    public static Number Of(long value) => new(value, isFloat: false);

    public static Number Of(double value) => new(BitConverter.DoubleToInt64Bits(value), isFloat: true);

    public static Number Parse(JsonElement json) =>
        json.TryGetInt64(out var integer) ? Of(integer) : Parse(json.GetRawText());

    /// <param name="text">A number as JSON writes it.</param>
    public static Number Parse(string text)
    {
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0)
        {
            return Of(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return Of(integer);
        }

        return text.Length <= MaxDigits
            ? new Number(0, isFloat: false, BigInteger.Parse(text, CultureInfo.InvariantCulture))
            : throw new EvaluationException($"a number has more than {MaxDigits} digits and can only be passed on");
    }

    public double ToDouble() => IsFloat ? Float : _large is BigInteger large ? (double)large : _bits;

    public int CompareTo(Number other)
    {
        if (IsFloat && other.IsFloat)
        {
            return Float.CompareTo(other.Float);
        }

        if (IsFloat)
        {
            return -other.CompareTo(this);
        }

        if (!other.IsFloat)
        {
            return IsLarge || other.IsLarge ? ToLarge().CompareTo(other.ToLarge()) : _bits.CompareTo(other._bits);
        }

        // Exact also where a double cannot hold the integer: compare with its whole part, then with what is left.
        if (double.IsInfinity(other.Float))
        {
            return double.IsPositive(other.Float) ? -1 : 1;
        }

        var whole = Math.Truncate(other.Float);
        var order = ToLarge().CompareTo(new BigInteger(whole));
        return order != 0 ? order : whole.CompareTo(other.Float);
    }

    /// <summary>As JSON; a float is told from an integer by its point or exponent.</summary>
    public override string ToString()
    {
        if (!IsFloat)
        {
            return _large is BigInteger large ? large.ToString(CultureInfo.InvariantCulture) : _bits.ToString(CultureInfo.InvariantCulture);
        }

        var text = Float.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : text + ".0";
    }

    private BigInteger ToLarge() => _large is BigInteger large ? large : _bits;
}
