using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage.Memory;

/// <summary>Writes values one after the other, each as few bytes as it can be; <see cref="PackedReader"/> reads them in the same order.</summary>
internal sealed class PackedWriter
{
    private const int LongestNumber = 10;

    private byte[] _bytes = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public int Capacity => _bytes.Length;

    public void Clear() => _length = 0;

    /// <param name="value">Small ones take a byte; negative ones take ten.</param>
    public void Number(long value)
    {
        var space = Space(LongestNumber);
        var rest = (ulong)value;
        var i = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            space[i++] = (byte)(rest | 0x80);
        }

        space[i++] = (byte)rest;
        _length += i;
    }

    public void OptionalNumber(int? value) => Number(value is { } number ? number + 1L : 0);

    public void Time(DateTimeOffset value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Space(sizeof(long)), value.UtcTicks);
        _length += sizeof(long);
    }

    public void OptionalTime(DateTimeOffset? value) => Time(value ?? default);

    public void Duration(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Space(sizeof(double)), value);
        _length += sizeof(double);
    }

    public void OptionalDuration(double? value) => Duration(value ?? double.NaN);

    public void Text(string? value)
    {
        if (value is null)
        {
            Number(0);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Number(length + 1L);
        _length += Encoding.UTF8.GetBytes(value, Space(length));
    }

    public void Json(JsonElement? value)
    {
        var raw = value is { ValueKind: not JsonValueKind.Undefined } json ? JsonMarshal.GetRawUtf8Value(json) : default;
        Number(raw.Length);
        raw.CopyTo(Space(raw.Length));
        _length += raw.Length;
    }

    public void Error(AelError? value) => Text(StoredRows.Text(value));

    private Span<byte> Space(int length)
    {
        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        }

        return _bytes.AsSpan(_length);
    }
}
