using System.Buffers.Binary;
using System.Text;

namespace Ael.Engine.Tests.Support.Otlp;

/// <summary>Reads one protobuf message field by field. Enough for OTLP: varints, fixed numbers, text, bytes and nested messages.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private int _wireType;

    /// <summary>Number of the field that was entered; its value is to be read, or skipped, before the next.</summary>
    public int Field { get; private set; }

    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = Varint();
        Field = (int)(tag >> 3);
        _wireType = (int)(tag & 7);
        return true;
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }

    public int Int32() => (int)Varint();

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public ReadOnlySpan<byte> Bytes() => Take((int)Varint());

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Lowercase hex, as trace ids are written; empty when there are none.</summary>
    public string Hex() => Convert.ToHexStringLower(Bytes());

    /// <summary>Nanoseconds since 1970.</summary>
    public DateTimeOffset Time() => DateTimeOffset.UnixEpoch.AddTicks((long)(Fixed64() / 100));

    public ProtoReader Message() => new(Bytes());

    /// <summary>A repeated number, which may come packed or alone.</summary>
    public void Doubles(List<double> into)
    {
        if (_wireType == 1)
        {
            into.Add(Double());
            return;
        }

        for (var packed = Message(); !packed._rest.IsEmpty;)
        {
            into.Add(packed.Double());
        }
    }

    /// <inheritdoc cref="Doubles"/>
    public void Fixed64s(List<ulong> into)
    {
        if (_wireType == 1)
        {
            into.Add(Fixed64());
            return;
        }

        for (var packed = Message(); !packed._rest.IsEmpty;)
        {
            into.Add(packed.Fixed64());
        }
    }

    public void Skip() => _ = _wireType switch
    {
        0 => (int)Varint(),
        1 => Take(8).Length,
        2 => Bytes().Length,
        5 => Take(4).Length,
        _ => throw new InvalidDataException($"field {Field} has wire type {_wireType}"),
    };

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
