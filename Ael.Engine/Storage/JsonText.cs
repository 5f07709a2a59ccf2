using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ael.Engine.Storage;

/// <summary>JSON values as the text that is stored and searched.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The value as it was written, but with letters in place of \u escapes: Python's json escapes whatever is not ASCII, and
    /// a search for "Grüße" has to find it.
    /// </summary>
    public static string Of(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.IndexOf("\\u"u8) < 0)
        {
            return Encoding.UTF8.GetString(raw);
        }

        return Written(value.WriteTo);
    }

    public static string? Of(JsonElement? value) => value is { ValueKind: not JsonValueKind.Undefined } v ? Of(v) : null;

    /// <summary>What <paramref name="write"/> writes, with letters as they are.</summary>
    public static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_readable))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Bytes of the value's text.</summary>
    public static int Size(JsonElement? value) =>
        value is { ValueKind: not JsonValueKind.Undefined } v ? JsonMarshal.GetRawUtf8Value(v).Length : 0;
}
