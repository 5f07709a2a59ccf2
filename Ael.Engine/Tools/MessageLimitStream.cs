namespace Ael.Engine.Tools;

internal enum MessageEnd
{
    /// <summary>Each line is a message.</summary>
    Line,

    /// <summary>An empty line ends a message (server-sent events).</summary>
    EmptyLine,

    /// <summary>All of the stream is one message.</summary>
    Stream,
}

/// <summary>
/// What a server sends, as long as no message of it is larger than the limit. Whoever reads a line or a body gathers all of it first, so a server
/// that never ends one would take all memory.
/// </summary>
internal sealed class MessageLimitStream(Stream inner, int limit, MessageEnd end) : Stream
{
    private long _size;
    private bool _atLineStart = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => Counted(buffer, inner.Read(buffer));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Counted(buffer.Span, read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(ReadOnlySpan<byte> buffer, int read)
    {
        var data = buffer[..read];
        while (end != MessageEnd.Stream && data.IndexOf((byte)'\n') is >= 0 and var newline)
        {
            var empty = _atLineStart && data[..newline].TrimEnd((byte)'\r').IsEmpty;
            Add(newline + 1);
            if (end == MessageEnd.Line || empty)
            {
                _size = 0;
            }

            _atLineStart = true;
            data = data[(newline + 1)..];
        }

        if (!data.IsEmpty)
        {
            Add(data.Length);
            _atLineStart = false;
        }

        return read;
    }

    private void Add(int bytes)
    {
        _size += bytes;
        if (_size > limit)
        {
            throw new IOException($"it sent a message larger than {limit} bytes (`tools.max_message_bytes`)");
        }
    }
}
