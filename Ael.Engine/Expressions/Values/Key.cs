using System.Globalization;
using System.Text;
using System.Text.Json;

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
                return TryPlace(index, value.Count, out var place) ? value.ItemAt(place) : Value.Absent;
            default:
                return Value.Absent;
        }
    }

    /// <summary>Goes into JSON by a key that is the same in every evaluation. False where it leads nowhere, or not in this way.</summary>
    /// <exception cref="InvalidOperationException">A name in the data is not valid Unicode.</exception>
    public bool TryStep(JsonElement json, out JsonElement part)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when Utf8 is not null:
                return json.TryGetProperty(Utf8, out part);
            case JsonValueKind.Array when Index is { } index && TryPlace(index, json.GetArrayLength(), out var place):
                part = json[place];
                return true;
            default:
                part = default;
                return false;
        }
    }

    // From the end where it is negative.
    private static bool TryPlace(long index, int count, out int place)
    {
        var from = index < 0 ? index + count : index;
        var exists = from >= 0 && from < count;
        place = exists ? (int)from : 0;
        return exists;
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
