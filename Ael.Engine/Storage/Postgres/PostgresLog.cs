using Ael.Engine.Errors;

namespace Ael.Engine.Storage.Postgres;

/// <summary>Gathers log lines for a moment and writes them together.</summary>
internal sealed class PostgresLog : IAsyncDisposable
{
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    private readonly LogBuffer _buffer = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Guid _id = Guid.NewGuid();
    private readonly PostgresWriter _writer;
    private long _batches;
    private readonly ITimer _timer;

    public PostgresLog(PostgresWriter writer, TimeProvider time)
    {
        _writer = writer;
        _timer = time.CreateTimer(static s => _ = ((PostgresLog)s!).TryFlushAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(LogLine line)
    {
        if (_buffer.Add(line) == 1)
        {
            _timer.Change(s_delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes the lines that wait, for a reader that wants to see them.</summary>
    /// <exception cref="AelException">STORAGE_ERROR; the lines wait on.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var lines = _buffer.Take();
            if (lines.Count > 0)
            {
                await WriteAsync(lines);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await TryFlushAsync();
        _one.Dispose();
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is AelException or ObjectDisposedException)
        {
            // Tried again by the timer; executions meet the failure themselves, and say so.
        }
    }

    private async Task WriteAsync(List<LogLine> lines)
    {
        var number = ++_batches;
        try
        {
            await _writer.WriteAsync(() => WriteStatements.Log(lines, _id, number), lines.Sum(l => l.Message.Length), CancellationToken.None);
        }
        catch
        {
            _buffer.PutBack(lines);
            _timer.Change(s_retry, Timeout.InfiniteTimeSpan);
            throw;
        }
    }
}
