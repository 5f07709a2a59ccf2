using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ael.Engine.Errors;

/// <summary>
/// Shape: <c>{code, category, message, detail, suggestion, retryable, http_status}</c> and, where known,
/// <c>step_id, tool, execution_id, cause</c>. Category and status are derived from the code, so reading ignores them.
/// </summary>
internal sealed class AelErrorConverter : JsonConverter<AelError>
{
    public override AelError Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return FromElement(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, AelError value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("code", value.Code.Name);
        writer.WriteString("category", value.Code.Category);
        writer.WriteString("message", value.Message);
        writer.WriteString("detail", value.Detail);
        writer.WriteString("suggestion", value.Suggestion);
        writer.WriteBoolean("retryable", value.Retryable);
        writer.WriteNumber("http_status", value.Code.HttpStatus);
        WriteKnown(writer, "step_id", value.StepId);
        WriteKnown(writer, "tool", value.Tool);
        WriteKnown(writer, "execution_id", value.ExecutionId);
        if (value.Cause is { } cause)
        {
            writer.WritePropertyName("cause");
            Write(writer, cause, options);
        }

        writer.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static AelError FromElement(JsonElement json)
    {
        string? Text(string name) => json.TryGetProperty(name, out var p) && p.ValueKind == JsonValueKind.String ? p.GetString() : null;

        var code = Text("code") is { } name && ErrorCode.TryGet(name, out var known) ? known : ErrorCode.InternalError;
        return new AelError(code, Text("message") ?? code.Name)
        {
            Detail = Text("detail"),
            Suggestion = Text("suggestion") ?? code.DefaultSuggestion,
            StepId = Text("step_id"),
            Tool = Text("tool"),
            ExecutionId = Text("execution_id"),
            Cause = json.TryGetProperty("cause", out var cause) && cause.ValueKind == JsonValueKind.Object ? FromElement(cause) : null,
        };
    }
}
