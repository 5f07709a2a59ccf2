using System.Text.Json;

namespace Ael.Engine.Workflows;

/// <summary>Names of input types, those of JSON Schema and <c>any</c>, and the types of values.</summary>
internal static class InputTypes
{
    public static readonly IReadOnlyDictionary<string, InputType> ByName =
        Enum.GetValues<InputType>().ToDictionary(NameOf, t => t);

    public static string NameOf(InputType type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString());

    public static bool TryGet(string name, out InputType type) => ByName.TryGetValue(name, out type);

    /// <summary>The type that the value has by itself.</summary>
    public static InputType Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => InputType.String,
        JsonValueKind.Number => JsonNumbers.ToInteger(value.GetRawText()) is not null && !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? InputType.Integer : InputType.Number,
        JsonValueKind.True or JsonValueKind.False => InputType.Boolean,
        JsonValueKind.Array => InputType.Array,
        JsonValueKind.Object => InputType.Object,
        _ => InputType.Any,
    };
}
