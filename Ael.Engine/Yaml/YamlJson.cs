using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ael.Engine.Yaml;

/// <summary>Nodes as JSON values. Integers and floats keep their digits.</summary>
internal static class YamlJson
{
    // Templates stand in these strings; nothing here is put into HTML.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement ToJson(this YamlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            Write(writer, node);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    writer.WritePropertyName(entry.Key.Text);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            case YamlSequence sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case YamlScalar scalar:
                Write(writer, scalar);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, YamlScalar scalar)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Null:
                writer.WriteNullValue();
                break;
            case ScalarKind.Boolean:
                writer.WriteBooleanValue(CoreSchema.ToBoolean(scalar.Text));
                break;
            case ScalarKind.Integer or ScalarKind.Float:
                writer.WriteRawValue(CoreSchema.ToJsonNumber(scalar.Text));
                break;
            default:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }
}
