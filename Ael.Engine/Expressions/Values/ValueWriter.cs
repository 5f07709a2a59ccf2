using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ael.Engine.Expressions.Values;

/// <summary>Values as JSON.</summary>
internal static class ValueWriter
{
    private const int MaxShort = 128;
    private const int MaxInteger = 20;

    /// <summary>The value as JSON; what came as JSON is handed on untouched.</summary>
    public static JsonElement ToJson(this in Value value, TemplateLimits limits)
    {
        if (value.TryGetJson(out var json))
        {
            return Raw(json).Length <= limits.MaxOutputBytes ? json : throw OutputBuffer.TooLarge(limits);
        }

        switch (value.Kind)
        {
            case ValueKind.Null or ValueKind.Absent:
                return JsonConstants.Null;
            case ValueKind.Boolean:
                return value.IsTrue ? JsonConstants.True : JsonConstants.False;
            case ValueKind.Number when value.TryGetInteger(out var integer) && limits.MaxOutputBytes >= MaxInteger:
                return Integer(integer);
            case ValueKind.Number when Short(value.NumberText(), quoted: false, limits) is { } number:
                return number;
            case ValueKind.Text when Short(value.ToText(), quoted: true, limits) is { } text:
                return text;
            default:
                using (var buffer = new OutputBuffer().Begin(limits))
                {
                    value.WriteTo(buffer.Writer, limits);
                    return buffer.ToJson();
                }
        }
    }

    /// <summary>Compact JSON as text, or indented by so many spaces.</summary>
    public static string ToJsonText(this in Value value, TemplateLimits limits, int indent = 0)
    {
        var text = new TextBuffer(limits);
        new JsonText(text, indent, limits.MaxDepth).Append(value);
        return text.End();
    }

    /// <summary>Writes the value; JSON is copied as it stands.</summary>
    /// <param name="value">What to write; nothing there is null.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="depth">Levels above this value.</param>
    public static void WriteTo(this in Value value, Utf8JsonWriter writer, TemplateLimits limits, int depth = 0)
    {
        // Objects of the scope are not JSON, so nothing else bounds how deep they lead.
        if (depth > limits.MaxDepth)
        {
            throw new EvaluationException($"the result is nested deeper than {limits.MaxDepth} levels", "Take a part of it, or flatten it in a code step.");
        }

        if (value.TryGetJson(out var json))
        {
            var raw = Raw(json);
            if (raw.Length > limits.MaxOutputBytes)
            {
                throw OutputBuffer.TooLarge(limits);
            }

            writer.WriteRawValue(raw, skipInputValidation: true);
            return;
        }

        switch (value.Kind)
        {
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.IsTrue);
                break;
            case ValueKind.Number when value.TryGetInteger(out var integer):
                writer.WriteNumberValue(integer);
                break;
            case ValueKind.Number:
                writer.WriteRawValue(value.NumberText(), skipInputValidation: true);
                break;
            case ValueKind.Text:
                writer.WriteStringValue(value.ToText());
                break;
            case ValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.Each())
                {
                    item.WriteTo(writer, limits, depth + 1);
                }

                writer.WriteEndArray();
                break;
            case ValueKind.Map:
                writer.WriteStartObject();
                foreach (var (name, member) in value.Members())
                {
                    writer.WritePropertyName(name);
                    member.WriteTo(writer, limits, depth + 1);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static JsonElement Integer(long integer)
    {
        Span<byte> json = stackalloc byte[MaxInteger];
        integer.TryFormat(json, out var length, provider: CultureInfo.InvariantCulture);
        return JsonElement.Parse(json[..length]);
    }

    // Most values are short and have nothing to escape; a writer and its buffer would be most of their cost. Null: it is not one of those.
    private static JsonElement? Short(string text, bool quoted, TemplateLimits limits)
    {
        if (text.Length > MaxShort || text.Length + 2 > limits.MaxOutputBytes || text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return null;
        }

        Span<byte> json = stackalloc byte[2 + (3 * MaxShort)];
        json[0] = (byte)'"';
        var length = Encoding.UTF8.GetBytes(text, json[1..]);
        if (!quoted)
        {
            return JsonElement.Parse(json[1..(length + 1)]);
        }

        if (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(json[1..(length + 1)]) >= 0 || length + 2 > limits.MaxOutputBytes)
        {
            return null;
        }

        json[length + 1] = (byte)'"';
        return JsonElement.Parse(json[..(length + 2)]);
    }

    private static ReadOnlySpan<byte> Raw(JsonElement json) => JsonMarshal.GetRawUtf8Value(json);
}
