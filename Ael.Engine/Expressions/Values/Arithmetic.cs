namespace Ael.Engine.Expressions.Values;

/// <summary>The operators on numbers. Integers overflow to an error, not to a float; <c>/</c> of integers is an integer when it comes out even.</summary>
internal static class Arithmetic
{
    public static Value Compute(char symbol, Number left, Number right)
    {
        if (symbol is '/' or '%' && right.IsZero)
        {
            throw new EvaluationException($"division by zero in '{symbol}'", $"Test the divisor first, as in `a {symbol} b if b != 0 else 0`.");
        }

        if (left.IsFloat || right.IsFloat)
        {
            return Finite(Floats(symbol, left.ToDouble(), right.ToDouble()), symbol);
        }

        if (left.IsLarge || right.IsLarge)
        {
            throw Overflow(symbol);
        }

        try
        {
            return Integers(symbol, left.Integer, right.Integer);
        }
        catch (OverflowException)
        {
            throw Overflow(symbol);
        }
    }

    public static Value Negate(Number number)
    {
        if (number.IsFloat)
        {
            return Value.Of(-number.ToDouble());
        }

        return number.IsLarge || number.Integer == long.MinValue ? throw Overflow('-') : Value.Of(-number.Integer);
    }

    private static Value Integers(char symbol, long left, long right) => symbol switch
    {
        '+' => Value.Of(checked(left + right)),
        '-' => Value.Of(checked(left - right)),
        '*' => Value.Of(checked(left * right)),
        '%' => Value.Of(right == -1 ? 0 : FloorModulo(left, right)),
        // The processor traps on the smallest integer divided by -1.
        _ when right == -1 => Value.Of(checked(-left)),
        _ => left % right == 0 ? Value.Of(left / right) : Value.Of((double)left / right),
    };

    private static double Floats(char symbol, double left, double right) => symbol switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '%' => left - (right * Math.Floor(left / right)),
        _ => left / right,
    };

    // The sign of the divisor, as in Jinja: -7 % 3 is 2.
    private static long FloorModulo(long left, long right)
    {
        var rest = left % right;
        return rest != 0 && rest < 0 != right < 0 ? rest + right : rest;
    }

    private static Value Finite(double value, char symbol) => double.IsFinite(value) ? Value.Of(value) : throw Overflow(symbol);

    private static EvaluationException Overflow(char symbol) =>
        new($"number out of range in '{symbol}': integers have 64 bits, floats reach 1.8e308", "Compute with such numbers in a code step.");
}
