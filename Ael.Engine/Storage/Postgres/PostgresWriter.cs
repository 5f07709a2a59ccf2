using System.Threading.Channels;
using Ael.Engine.Errors;
using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>
/// One writer. Whatever waits when it is its turn is sent as one batch, which is one round trip and one transaction, so that the cost of both is shared
/// (group commit). While the server is away it waits and sends again, which every statement bears: nobody knows whether the last try was committed.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int LargestGroup = 256;
    private const int LargestGroupBytes = 8 << 20;

    private readonly Channel<PendingStatement> _queue = Channel.CreateUnbounded<PendingStatement>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly List<PendingStatement> _group = new(LargestGroup);
    private readonly PostgresServer _server;
    private readonly Task _loop;
    private long _commits;

    public PostgresWriter(PostgresServer server)
    {
        _server = server;
        _loop = RunAsync();
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Queues a write; the task gives how many rows it wrote once that is committed. A caller that gives up waiting does not undo it.</summary>
    public async ValueTask<ulong> WriteAsync(Func<NpgsqlBatchCommand> build, int size, CancellationToken cancellationToken)
    {
        var write = new PendingStatement(build, size);
        if (!_queue.Writer.TryWrite(write))
        {
            throw new AelException(ErrorCode.StorageError, $"{_server.Name}: the execution store is closed", suggestion: "The engine is shutting down; start it again.");
        }

        return await write.Rows.WaitAsync(cancellationToken);
    }

    /// <summary>The store is about to be closed: from now on nothing waits for a server that is away.</summary>
    public Task HastenAsync() => _closing.CancelAsync();

    /// <summary>Writes what waits, with one more try when the server is away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            await _closing.CancelAsync();
            await _loop;
        }
    }

    private async Task RunAsync()
    {
        // Not on the thread that opens the store.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (await _queue.Reader.WaitToReadAsync())
        {
            _group.Clear();
            for (var bytes = 0; _group.Count < LargestGroup && bytes < LargestGroupBytes && _queue.Reader.TryRead(out var write); bytes += write.Size)
            {
                _group.Add(write);
            }

            await CommitAsync(_group);
        }
    }

    /// <summary>Never throws: errors go to the callers they concern.</summary>
    private async Task CommitAsync(IReadOnlyList<PendingStatement> group)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await SendAsync(group);
                _server.Outage.Over();
                return;
            }
            catch (Exception e) when (PostgresErrors.IsTransient(e))
            {
                if (_server.Outage.Pause(tries) is not { } pause || !await WaitAsync(pause))
                {
                    Fail(group, e);
                    return;
                }
            }
            catch (Exception e)
            {
                await OneByOneAsync(group, e);
                return;
            }
        }
    }

    private async Task SendAsync(IReadOnlyList<PendingStatement> group)
    {
        await using var connection = await _server.Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var write in group)
        {
            batch.BatchCommands.Add(write.Build());
        }

        await batch.ExecuteNonQueryAsync();
        Interlocked.Increment(ref _commits);
        for (var i = 0; i < group.Count; i++)
        {
            group[i].Succeed(batch.BatchCommands[i].Rows);
        }
    }

    // One bad write must not fail its neighbours.
    private async Task OneByOneAsync(IReadOnlyList<PendingStatement> group, Exception e)
    {
        if (group.Count == 1)
        {
            Fail(group, e);
            return;
        }

        foreach (var write in group)
        {
            await CommitAsync([write]);
        }
    }

    private void Fail(IReadOnlyList<PendingStatement> group, Exception e)
    {
        var error = PostgresErrors.IsStorage(e) ? PostgresErrors.Wrap(e, _server.Name, "written") : e;
        foreach (var write in group)
        {
            write.Fail(error);
        }
    }

    // False: the store is being closed, and this was the last try.
    private async ValueTask<bool> WaitAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _server.Time, _closing.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
