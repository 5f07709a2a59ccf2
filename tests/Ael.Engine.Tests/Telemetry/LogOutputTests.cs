using System.Text;
using Ael.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Telemetry;

public sealed class LogOutputTests
{
    [Fact]
    public async Task Who_logs_does_not_wait_for_who_reads_and_what_is_left_out_is_counted()
    {
        var stream = new GatedStream();
        var counted = 0L;
        using var output = new LogOutput(new JsonLogFormat(), new LogDestination(() => stream), TimeProvider.System, n => counted += n);
        output.Write(Record("first"));
        await stream.Blocked.Task.WaitAsync(TestContext.Current.CancellationToken);

        // Nobody reads now: these fill the room, and the rest is left out.
        var text = new string('x', 64 * 1024);
        var written = 0;
        while (output.LeftOut < 3)
        {
            output.Write(Record(text));
            written++;
        }

        stream.Open.SetResult();
        await stream.Ended.Task.WaitAsync(TestContext.Current.CancellationToken);

        var lines = stream.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("3 log lines left out", lines[^1], StringComparison.Ordinal);
        Assert.Equal(1 + written - 3 + 1, lines.Length);
        Assert.Equal(3, counted);
        Assert.InRange(stream.Text.Length, LogOutput.MostWaiting, LogOutput.MostWaiting + (3 * text.Length));
    }

    [Fact]
    public void A_reader_that_has_gone_harms_nobody_and_what_it_misses_is_counted()
    {
        var counted = 0L;
        using var output = new LogOutput(
            new JsonLogFormat(), new LogDestination(() => throw new IOException("broken pipe")), TimeProvider.System, n => Interlocked.Add(ref counted, n));

        output.Write(Record("a"));
        output.Write(Record("b"));
        output.Dispose();
        output.Write(Record("late"));

        Assert.Equal(2, counted);
    }

    private static LogEvent Record(string message) => new(DateTimeOffset.UnixEpoch, LogLevel.Information, Components.Api, message, null, default, null);

    private sealed class GatedStream : MemoryStream
    {
        public TaskCompletionSource Blocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new();

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Text => Encoding.UTF8.GetString(ToArray());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Blocked.TrySetResult();
            Open.Task.Wait();
            base.Write(buffer);
            if (buffer.IndexOf("left out"u8) >= 0)
            {
                Ended.TrySetResult();
            }
        }
    }
}
