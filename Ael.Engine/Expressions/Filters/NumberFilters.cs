using System.Globalization;
using System.Text.Json;
using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

internal static class NumberFilters
{
    private const int MaxPrecision = 15;

    /// <summary>Cuts the fraction off. What is no number gives the argument, or an error without one.</summary>
    public static Value ToInteger(in FilterCall call)
    {
        if (Read(call) is not { } value)
        {
            return Otherwise(call, "an integer");
        }

        var number = value.ToNumber();
        return number.IsFloat ? Whole(Math.Truncate(number.ToDouble()), call) : value;
    }

    public static Value ToFloat(in FilterCall call)
    {
        if (Read(call) is not { } value)
        {
            return Otherwise(call, "a number");
        }

        var number = value.ToNumber();
        return number.IsFloat ? value : Value.Of(number.ToDouble());
    }

    /// <summary>To an integer without a precision; halves go away from zero.</summary>
    public static Value Round(in FilterCall call)
    {
        if (call.Subject.Kind != ValueKind.Number)
        {
            throw call.Unfit("a number", call.Subject.Kind == ValueKind.Text ? "Convert it with `| float`." : null);
        }

        var precision = call.Integer(0, 0);
        if (precision is < 0 or > MaxPrecision)
        {
            throw new EvaluationException($"'precision' of 'round' must lie in 0 to {MaxPrecision}, not {precision}", "Give the number of digits behind the point, as in `| round(2)`.");
        }

        var mode = call.OptionalText(1) switch
        {
            null or "common" => MidpointRounding.AwayFromZero,
            "ceil" => MidpointRounding.ToPositiveInfinity,
            "floor" => MidpointRounding.ToNegativeInfinity,
            var other => throw new EvaluationException($"'method' of 'round' must be common, ceil or floor, not '{other}'", "Write one of them, as in `| round(0, \"floor\")`."),
        };
        var number = call.Subject.ToNumber();
        if (!number.IsFloat)
        {
            return call.Subject;
        }

        return precision == 0
            ? Whole(Math.Round(number.ToDouble(), mode), call)
            : Value.Of(Math.Round(number.ToDouble(), precision, mode));
    }

    // Null where the subject is no number and no text of one.
    private static Value? Read(in FilterCall call)
    {
        switch (call.Subject.Kind)
        {
            case ValueKind.Number:
                return call.Subject;
            case ValueKind.Boolean:
                return Value.Of(call.Subject.IsTrue ? 1L : 0L);
            case ValueKind.Text:
                var text = call.Subject.ToText().Trim();
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
                {
                    return Value.Of(integer);
                }

                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                    ? IntegerText(text) ?? Value.Of(value)
                    : null;
            default:
                return null;
        }
    }

    // Digits beyond 64 bits stay the integer they are.
    private static Value? IntegerText(string text) =>
        text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 ? Value.From(JsonElement.Parse(text.TrimStart('0'))) : null;

    private static Value Otherwise(in FilterCall call, string expected) => call.Arguments[0].IsAbsent
        ? throw new EvaluationException(
            $"'{call.Filter.Name}' cannot make {expected} of {call.Subject.Describe()}",
            $"Give a value for that case, as in `| {call.Filter.Name}(0)`.")
        : call.Arguments[0];

    private static Value Whole(double value, in FilterCall call) => value is >= -9223372036854775808.0 and < 9223372036854775808.0
        ? Value.Of((long)value)
        : throw new EvaluationException($"'{call.Filter.Name}' gives an integer of more than 64 bits", "Compute with such numbers in a code step.");
}
