using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ael.Engine.Tests.Support;

/// <summary>
/// Judges JSON by a JSON Schema (2020-12), with the keywords that our schemas use. A keyword it does not know is an error: a schema
/// cannot say what no test hears.
/// </summary>
internal sealed class MiniSchema(JsonElement root)
{
    private static readonly string[] s_annotations = ["$schema", "$defs", "title", "description", "default", "examples"];

    /// <summary>The first complaint, as <c>path: keyword</c>; null when the value is valid.</summary>
    public string? Refuses(JsonElement value) => Refuses(root, value, "$");

    private string? Refuses(JsonElement schema, JsonElement value, string path) =>
        schema.ValueKind switch
        {
            JsonValueKind.True => null,
            JsonValueKind.False => $"{path}: not allowed",
            _ => schema.EnumerateObject().Select(k => Keyword(schema, k.Name, k.Value, value, path)).FirstOrDefault(c => c is not null),
        };

    private string? Keyword(JsonElement schema, string name, JsonElement argument, JsonElement value, string path)
    {
        var members = value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().ToList() : null;
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : (double?)null;
        int Matching() => argument.EnumerateArray().Count(s => Refuses(s, value, path) is null);
        string? Unless(bool good) => good ? null : $"{path}: {name} {argument.GetRawText()}";

        return name switch
        {
            _ when s_annotations.Contains(name) => null,
            "$ref" => Refuses(Resolve(argument.GetString()!), value, path),
            "type" => Unless(argument.ValueKind == JsonValueKind.Array ? argument.EnumerateArray().Any(t => IsType(t.GetString()!, value)) : IsType(argument.GetString()!, value)),
            "enum" => Unless(argument.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value))),
            "not" => Unless(Refuses(argument, value, path) is not null),
            "anyOf" => Unless(Matching() > 0),
            "oneOf" => Unless(Matching() == 1),
            "allOf" => Unless(Matching() == argument.GetArrayLength()),
            "required" => Unless(members is null || argument.EnumerateArray().All(r => members.Exists(m => m.NameEquals(r.GetString())))),
            "dependentRequired" => Unless(members is null || argument.EnumerateObject().All(d => !members.Exists(m => m.Name == d.Name) || d.Value.EnumerateArray().All(r => members.Exists(m => m.NameEquals(r.GetString()))))),
            "properties" => members?.Select(m => argument.TryGetProperty(m.Name, out var s) ? Refuses(s, m.Value, $"{path}.{m.Name}") : null).FirstOrDefault(c => c is not null),
            "additionalProperties" => members?.Where(m => !(schema.TryGetProperty("properties", out var p) && p.TryGetProperty(m.Name, out var _))).Select(m => Refuses(argument, m.Value, $"{path}.{m.Name}")).FirstOrDefault(c => c is not null),
            "propertyNames" => members?.Select(m => Refuses(argument, JsonSerializer.SerializeToElement(m.Name), $"{path}.{m.Name}")).FirstOrDefault(c => c is not null),
            "minProperties" => Unless(members is null || members.Count >= argument.GetInt32()),
            "maxProperties" => Unless(members is null || members.Count <= argument.GetInt32()),
            "items" => items?.Select((item, i) => Refuses(argument, item, $"{path}[{i}]")).FirstOrDefault(c => c is not null),
            "minItems" => Unless(items is null || items.Count >= argument.GetInt32()),
            "pattern" => Unless(text is null || Regex.IsMatch(text, argument.GetString()!, RegexOptions.ECMAScript)),
            "minimum" => Unless(number is null || number >= argument.GetDouble()),
            "maximum" => Unless(number is null || number <= argument.GetDouble()),
            "exclusiveMinimum" => Unless(number is null || number > argument.GetDouble()),
            _ => throw new NotSupportedException($"the keyword '{name}' at {path}"),
        };
    }

    private JsonElement Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(root, (at, part) => at.GetProperty(part));

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && Math.Floor(value.GetDouble()) == value.GetDouble(),
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new NotSupportedException($"the type '{type}'"),
    };
}
