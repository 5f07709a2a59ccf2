using System.Buffers.Binary;

namespace Ael.Engine.Python;

/// <summary>One message of the worker protocol; the letters are those of <c>ael_channel.py</c>.</summary>
internal readonly record struct Frame(char Kind, byte[] Payload)
{
    public const char Job = 'J';
    public const char Check = 'K';
    public const char Value = 'V';
    public const char Failure = 'X';
    public const char Result = 'R';
    public const char Error = 'E';
    public const char Problems = 'P';
    public const char Call = 'C';
    public const char Mark = 'M';
    public const char Compiled = 'B';
}

/// <summary>Reads and writes frames: a byte of kind, four of length (big-endian), the payload. One reader and one writer at a time.</summary>
internal sealed class Frames(Stream input, Stream output, int maxPayload)
{
    private const int Header = 5;

    private readonly byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    public async ValueTask WriteAsync(char kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        // One write, so that the other side wakes up once.
        var frame = new byte[Header + payload.Length];
        frame[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame.AsMemory(Header));
        await output.WriteAsync(frame, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <exception cref="EndOfStreamException">The other side is gone.</exception>
    /// <exception cref="InvalidDataException">The length is beyond every limit.</exception>
    public async ValueTask<Frame> ReadAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < Header)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            var count = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += count > 0 ? count : throw new EndOfStreamException();
        }

        var kind = (char)_buffer[_start];
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 1));
        if (length < 0 || length > maxPayload)
        {
            throw new InvalidDataException($"a frame of {length} bytes");
        }

        _start += Header;
        var payload = new byte[length];
        var here = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, here).CopyTo(payload);
        _start += here;
        await input.ReadExactlyAsync(payload.AsMemory(here), cancellationToken);
        return new Frame(kind, payload);
    }

    /// <summary>Reads until every process that could write is gone.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (await input.ReadAsync(_buffer, cancellationToken) > 0)
        {
        }
    }
}
