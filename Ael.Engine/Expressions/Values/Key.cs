using System.Globalization;
using System.Text;

namespace Ael.Engine.Expressions.Values;

/// <summary>What a segment selects in one evaluation: a name, an index, or either.</summary>
/// <param name="Name">Of a member.</param>
/// <param name="Index">Of an element.</param>
/// <param name="Utf8">The name as JSON has it, where it is used again and again; null where it is not, or has no such form.</param>
internal readonly record struct Key(string? Name, long? Index, byte[]? Utf8 = null)
{
    private const int MaxShown = 60;

    /// <summary>A key that is the same in every evaluation.</summary>
    public static Key Constant(string name, long? index) => new(name, index, name.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? null : Encoding.UTF8.GetBytes(name));

    /// <summary>A key that an expression computed.</summary>
    public static Key Of(Value value)
    {
        if (value.Kind == ValueKind.Text)
        {
            return new Key(value.ToText(), null);
        }

        if (value.Kind == ValueKind.Number && value.ToNumber() is { IsFloat: false, IsLarge: false } number)
        {
            return new Key(null, number.Integer);
        }

        throw new EvaluationException(value.Kind == ValueKind.Number
            ? $"an index must be an integer, not {value.NumberText()}"
            : $"an index must be a string or an integer, not {value.Describe()}", "Put a position or a name in the brackets, as in [0] or [\"name\"].");
    }

    /// <summary>Absent when the value has no such element or cannot have any.</summary>
    public Value In(in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Map when Name is not null:
                return Utf8 is null ? value.Member(Name) : value.Member(Name, Utf8);
            case ValueKind.List when Index is { } index:
                var count = value.Count;
                var place = index < 0 ? index + count : index;
                return place >= 0 && place < count ? value.ItemAt((int)place) : Value.Absent;
            default:
                return Value.Absent;
        }
    }

    /// <summary>As it is written behind a path.</summary>
    public override string ToString()
    {
        if (Name is null)
        {
            return $"[{Index?.ToString(CultureInfo.InvariantCulture)}]";
        }

        return Name.Length > 0 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? "." + Short(Name) : $"[\"{Short(Name)}\"]";
    }

    /// <summary>A name for a message: data may have names of any length.</summary>
    public static string Short(string name) => name.Length <= MaxShown ? name : name[..MaxShown] + "...";
}
