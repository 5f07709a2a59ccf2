using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage.Memory;

/// <summary>Reads what <see cref="PackedWriter"/> wrote, in the same order.</summary>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes)
{
    // It was a document before, with whatever depth.
    private static readonly JsonDocumentOptions s_any = new() { MaxDepth = int.MaxValue };

    private ReadOnlySpan<byte> _rest = bytes;

    public long Number()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }
    }

    public int? OptionalNumber() => Number() is > 0 and var value ? (int)(value - 1) : null;

    public DateTimeOffset Time() => new(BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))), TimeSpan.Zero);

    public DateTimeOffset? OptionalTime() => Time() is var time && time == default ? null : time;

    public double Duration() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public double? OptionalDuration() => Duration() is var value && double.IsNaN(value) ? null : value;

    public string? Text() => Number() is > 0 and var length ? Encoding.UTF8.GetString(Take((int)length - 1)) : null;

    public JsonElement? Json() => Number() is > 0 and var length ? JsonElement.Parse(Take((int)length), s_any) : null;

    public AelError? Error() => Text() is { } text ? JsonSerializer.Deserialize(text, StorageJson.Readable.AelError) : null;

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
