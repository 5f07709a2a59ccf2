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
    internal void A_message_that_goes_on_is_left_at_the_limit(MessageEnd end, string repeated)
    {
        using var source = Repeated(repeated);

        var error = Assert.Throws<IOException>(() => new MessageLimitStream(source, Limit, end).CopyTo(Stream.Null, 1000));

        Assert.Equal("it sent a message larger than 100000 bytes (`tools.max_message_bytes`)", error.Message);
        // The read that shows that it is too large is the last.
        Assert.InRange(source.Position, Limit + 1, Limit + 1000);
    }

    [Theory]
    [InlineData(MessageEnd.Line, "a line\n")]
    [InlineData(MessageEnd.EmptyLine, "data: an event\n\n")]
    [InlineData(MessageEnd.EmptyLine, "data: an event\r\n\r\n")]
    internal void Messages_within_the_limit_may_be_any_number(MessageEnd end, string message)
    {
        using var source = Repeated(message);
        using var passed = new MemoryStream();

        new MessageLimitStream(source, Limit, end).CopyTo(passed, 1000);

        Assert.Equal(source.ToArray(), passed.ToArray());
    }

    private static MemoryStream Repeated(string text) => new(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 10 * Limit / text.Length))));
}
