using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Ael.Engine.Storage;

namespace Ael.Engine.Mcp;

/// <summary>How values look in tool results, which is the one shape of <see cref="StorageJson"/>, and the schemas that say so.</summary>
internal static class McpJson
{
    /// <summary>Members in snake_case, every one written; text as it is, since no browser parses it as HTML.</summary>
    public static readonly JsonSerializerOptions Options = new(StorageJson.Readable.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(StorageJson.Readable, new DefaultJsonTypeInfoResolver()),
    };

    public static JsonElement ToElement<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    public static string ToText<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>JSON Schema of what <see cref="ToElement"/> gives for a type.</summary>
    public static JsonElement SchemaOf(Type type) => ToElement(Options.GetJsonSchemaAsNode(type, s_schemas));

    // Clients exist that refuse the schema `true` where an object is expected, though the standard allows it; `{}` says the same.
    private static readonly JsonSchemaExporterOptions s_schemas = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) => node is not JsonValue ? node
            : Nullable.GetUnderlyingType(context.TypeInfo.Type) == typeof(DateTimeOffset) ? Time("string", "null")
            : context.TypeInfo.Type == typeof(DateTimeOffset) ? Time("string")
            : [],
    };

    private static JsonObject Time(params string[] types) =>
        new() { ["type"] = types is [var only] ? only : new JsonArray([.. types.Select(t => (JsonNode)t)]), ["format"] = "date-time" };
}
