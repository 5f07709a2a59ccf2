using Ael.Engine.Expressions.Values;

namespace Ael.Engine.Expressions.Filters;

/// <summary>One application of a filter: what it works on and its arguments, with the errors for values that do not fit.</summary>
/// <param name="Filter">Which filter.</param>
/// <param name="Subject">What it works on.</param>
/// <param name="Arguments">One per parameter; absent where none was given.</param>
/// <param name="Evaluation">Of which this is a part.</param>
/// <param name="Paths">Of arguments that are the same in every evaluation, one per parameter; null where there is none.</param>
internal readonly record struct FilterCall(Filter Filter, Value Subject, Value[] Arguments, Evaluation Evaluation, AttributePath?[]? Paths)
{
    /// <summary>The subject as a string.</summary>
    public string Text() => Subject.Kind == ValueKind.Text
        ? Subject.ToText()
        : throw Unfit("a string", Subject.Kind is ValueKind.Number or ValueKind.Boolean ? "Convert it with `| string`." : null);

    /// <summary>The subject as a list.</summary>
    public IEnumerable<Value> List() => Subject.Kind == ValueKind.List ? Subject.Items() : throw NoList();

    /// <summary>As <see cref="List"/>, one after the other.</summary>
    public ValueList Each() => Subject.Kind == ValueKind.List ? Subject.Each() : throw NoList();

    /// <summary>The subject as a map.</summary>
    public IEnumerable<KeyValuePair<string, Value>> Map() =>
        Subject.Kind == ValueKind.Map ? Subject.Members() : throw Unfit("an object");

    public bool Has(int parameter) => !Arguments[parameter].IsNullOrAbsent;

    /// <summary>An argument as a string.</summary>
    public string Text(int parameter)
    {
        var value = Arguments[parameter];
        return value.Kind == ValueKind.Text ? value.ToText() : throw UnfitArgument(parameter, "a string");
    }

    public string? OptionalText(int parameter) => Has(parameter) ? Text(parameter) : null;

    /// <summary>An argument as an integer of at most 32 bits.</summary>
    public int Integer(int parameter, int otherwise)
    {
        if (!Has(parameter))
        {
            return otherwise;
        }

        var value = Arguments[parameter];
        return value.Kind == ValueKind.Number && value.ToNumber() is { IsFloat: false, IsLarge: false } number
            ? (int)Math.Clamp(number.Integer, int.MinValue, int.MaxValue)
            : throw UnfitArgument(parameter, "an integer");
    }

    /// <summary>An argument as a switch.</summary>
    public bool IsSet(int parameter) => Has(parameter) && Arguments[parameter].IsTruthy;

    private EvaluationException NoList() => Unfit("a list", Subject.Kind switch
    {
        ValueKind.Map => "Take `| values`, `| keys` or `| items` of an object.",
        ValueKind.Text => "Make a list of a string with `| split`.",
        _ => null,
    });

    public EvaluationException Unfit(string expected, string? suggestion = null) =>
        new($"'{Filter.Name}' takes {expected}, not {Subject.Describe()}",
            suggestion ?? (Subject.Kind == ValueKind.Null ? "Put `| default(...)` before it for a value that may be null." : $"Put {expected} before `| {Filter.Name}`."));

    public EvaluationException UnfitArgument(int parameter, string expected) =>
        new($"'{Filter.Parameters[parameter]}' of '{Filter.Name}' must be {expected}, not {Arguments[parameter].Describe()}", $"Write {expected} there.");
}
