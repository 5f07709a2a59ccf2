using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ael.Engine.Execution;

/// <summary>JSON values that the engine makes itself.</summary>
internal static class Json
{
    public static readonly JsonElement EmptyObject = JsonElement.Parse("{}"u8);

    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Length in UTF-8 bytes as the value stands in its document, without copying it.</summary>
    public static int Size(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;
}
