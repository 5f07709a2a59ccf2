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

    private readonly BigInteger? _large;
    private readonly double _float;
    private readonly long _integer;

    private Number(long integer, double @float, bool isFloat, BigInteger? large)
    {
        _integer = integer;
        _float = @float;
        IsFloat = isFloat;
        _large = large;
    }

    public bool IsFloat { get; }

    public bool IsLarge => _large is not null;

    public bool IsZero => IsFloat ? _float == 0 : _large is null && _integer == 0;

    /// <summary>For integers that are not large.</summary>
    public long Integer => _integer;

    public static Number Of(long value) => new(value, 0, false, null);

    public static Number Of(double value) => new(0, value, true, null);

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
            ? new Number(0, 0, false, BigInteger.Parse(text, CultureInfo.InvariantCulture))
            : throw new EvaluationException($"a number has more than {MaxDigits} digits and can only be passed on");
    }

    public double ToDouble() => IsFloat ? _float : _large is { } large ? (double)large : _integer;

    public int CompareTo(Number other)
    {
        if (IsFloat && other.IsFloat)
        {
            return _float.CompareTo(other._float);
        }

        if (IsFloat)
        {
            return -other.CompareTo(this);
        }

        if (!other.IsFloat)
        {
            return IsLarge || other.IsLarge ? ToLarge().CompareTo(other.ToLarge()) : _integer.CompareTo(other._integer);
        }

        // Exact also where a double cannot hold the integer: compare with its whole part, then with what is left.
        if (double.IsInfinity(other._float))
        {
            return double.IsPositive(other._float) ? -1 : 1;
        }

        var whole = Math.Truncate(other._float);
        var order = ToLarge().CompareTo(new BigInteger(whole));
        return order != 0 ? order : whole.CompareTo(other._float);
    }

    /// <summary>As JSON; a float is told from an integer by its point or exponent.</summary>
    public override string ToString()
    {
        if (!IsFloat)
        {
            return _large?.ToString(CultureInfo.InvariantCulture) ?? _integer.ToString(CultureInfo.InvariantCulture);
        }

        var text = _float.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : text + ".0";
    }

    private BigInteger ToLarge() => _large ?? _integer;
}
