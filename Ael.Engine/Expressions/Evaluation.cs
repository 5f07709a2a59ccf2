using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions;

/// <summary>
/// One evaluation: what it sees and what it may still spend. An expression cannot loop, but each of its operations may copy a
/// large value; the budget bounds them together.
/// </summary>
internal sealed class Evaluation(IScope scope, TemplateLimits limits)
{
    private const int CopiesAllowed = 16;

    private long _budget = (long)limits.MaxOutputBytes * CopiesAllowed;

    public IScope Scope { get; } = scope;

    public TemplateLimits Limits { get; } = limits;

    /// <summary>Of the template, the part that is being evaluated: where an error is.</summary>
    public int Part { get; set; }

    /// <summary>Counts text or list elements that an operation makes, before it makes them where their number is known.</summary>
    public void Charge(long amount)
    {
        _budget -= amount;
        if (amount > Limits.MaxOutputBytes || _budget < 0)
        {
            throw OutputBuffer.TooLarge(Limits);
        }
    }

    public Value Charged(string text)
    {
        Charge(text.Length);
        return Value.Of(text);
    }

    public Value Charged(Value[] items)
    {
        Charge(items.Length);
        return Value.Of(items);
    }
}
