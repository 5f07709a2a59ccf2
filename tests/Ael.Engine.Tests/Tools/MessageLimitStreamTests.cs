using System.Text;
using Ael.Engine.Tools;

namespace Ael.Engine.Tests.Tools;

public sealed class MessageLimitStreamTests
{
    private const int Limit = 100_000;

    [Theory]
    [InlineData(MessageEnd.Line, "y")]
    [InlineData(MessageEnd.EmptyLine, "y")]
    [InlineData(MessageEnd.EmptyLine, "data: y\n")]
    [InlineData(MessageEnd.Stream, "y")]
    [InlineData(MessageEnd.Stream, "y\n\n")]
    internal void A_message_without_end_is_left_at_the_limit(MessageEnd end, string repeated)
    {
        var source = new Repeated(repeated);

        var error = Assert.Throws<IOException>(() => new MessageLimitStream(source, Limit, end).CopyTo(Stream.Null, 1000));

        Assert.Equal("it sent a message larger than 100000 bytes (`tools.max_message_bytes`)", error.Message);
        // The read that shows that it is too large is the last.
        Assert.InRange(source.Taken, Limit + 1, Limit + 1000);
    }

    [Theory]
    [InlineData(MessageEnd.Line, "a line\n")]
    [InlineData(MessageEnd.EmptyLine, "data: an event\n\n")]
    [InlineData(MessageEnd.EmptyLine, "data: an event\r\n\r\n")]
    internal void Messages_within_the_limit_may_be_any_number(MessageEnd end, string message)
    {
        var source = new Repeated(message, 10 * Limit);
        var passed = new MemoryStream();

        new MessageLimitStream(source, Limit, end).CopyTo(passed, 1000);

        Assert.Equal(10 * Limit, passed.Length);
    }

    // The text again and again: without an end, or up to a length.
    private sealed class Repeated(string text, long length = long.MaxValue) : Stream
    {
        private readonly byte[] _text = Encoding.UTF8.GetBytes(text);

        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, length - Taken);
            for (var at = 0; at < read; at++)
            {
                buffer[at] = _text[(Taken + at) % _text.Length];
            }

            Taken += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
