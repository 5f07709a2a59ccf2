using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>Whether one value fits one declared input.</summary>
internal static class InputRules
{
    /// <summary>Null when it fits; <paramref name="typed"/> is then the value as the workflow sees it (a whole number as integer).</summary>
    public static InputComplaint? Check(InputDefinition input, JsonElement value, out JsonElement typed)
    {
        typed = value;
        var name = InputTypes.NameOf(input.Type);
        if (!HasType(input.Type, ref typed))
        {
            return new($"expected {Article(name)}, was {Describe(value)}", Hint(input.Type, value));
        }

        var seen = typed;
        if (input.Enum.Count > 0 && !input.Enum.Any(e => JsonElement.DeepEquals(e, seen)))
        {
            var words = input.Enum.Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetRawText()).ToList();
            return new($"{Describe(value)} is not one of {string.Join(", ", words)}",
                value.ValueKind == JsonValueKind.String ? DidYouMean.Suggest(value.GetString()!, words) ?? "use one of the values listed" : $"use one of: {string.Join(", ", words)}");
        }

        if (typed.ValueKind == JsonValueKind.Number)
        {
            var number = typed.GetDouble();
            if (number < input.Minimum || number > input.Maximum)
            {
                var range = (input.Minimum, input.Maximum) switch
                {
                    ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}"),
                    ({ } min, _) => string.Create(CultureInfo.InvariantCulture, $"{min} or more"),
                    var (_, max) => string.Create(CultureInfo.InvariantCulture, $"{max} or less"),
                };
                return new($"must be {range}, was {typed.GetRawText()}", $"use a value that is {range}");
            }
        }

        return input.Pattern is null ? null : Matches(input.Pattern, typed.GetString()!);
    }

    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text '{Shorten(value.GetString()!)}'",
        JsonValueKind.Number => $"the number {Shorten(value.GetRawText())}",
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    private static InputComplaint? Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text) ? null : new($"'{Shorten(text)}' does not match the pattern {pattern}", "give a text of that form");
        }
        catch (RegexMatchTimeoutException)
        {
            return new($"matching the pattern {pattern} took too long", "shorten the text, or simplify the pattern");
        }
    }

    private static bool HasType(InputType type, ref JsonElement value)
    {
        if (type == InputType.Integer && value.ValueKind == JsonValueKind.Number)
        {
            var raw = value.GetRawText();
            var whole = JsonNumbers.ToInteger(raw);
            value = whole is null || whole == raw ? value : JsonElement.Parse(whole);
            return whole is not null;
        }

        return type switch
        {
            InputType.Any => true,
            InputType.String => value.ValueKind == JsonValueKind.String,
            InputType.Number => value.ValueKind == JsonValueKind.Number,
            InputType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            InputType.Array => value.ValueKind == JsonValueKind.Array,
            InputType.Object => value.ValueKind == JsonValueKind.Object,
            _ => false,
        };
    }

    private static string Hint(InputType type, JsonElement value) => (type, value.ValueKind) switch
    {
        (InputType.Integer or InputType.Number or InputType.Boolean, JsonValueKind.String) when Unquoted(type, value) => "write it without quotes",
        (InputType.String, JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) => $"write it in quotes: \"{value.GetRawText()}\"",
        (InputType.Integer, JsonValueKind.Number or JsonValueKind.String) => "use a whole number, as in 5",
        (InputType.Number, JsonValueKind.String) => "use a number, as in 0.5",
        (InputType.Boolean, _) => "use true or false",
        (_, JsonValueKind.Null) => "give a value, or leave the input out if it is optional",
        (InputType.Array, _) => "use a list: [...]",
        (InputType.Object, _) => "use an object: {...}",
        _ => $"use {Article(InputTypes.NameOf(type))}",
    };

    private static bool Unquoted(InputType type, JsonElement text)
    {
        var (value, mistake) = JsonMistake.Find(Encoding.UTF8.GetBytes(text.GetString()!));
        return mistake is null && HasType(type, ref value);
    }

    private static string Article(string name) => (name[0] is 'a' or 'i' or 'o' ? "an " : "a ") + name;

    private static string Shorten(string text) => text.Length > 60 ? text[..57] + "..." : text;
}

internal sealed record InputComplaint(string Message, string Suggestion);
