using Ael.Engine.Errors;
using Microsoft.Data.Sqlite;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>
/// One write at a time. Whoever comes while nobody writes does it himself, since a change of threads costs as much as a commit; what comes
/// meanwhile becomes one transaction, so that a commit's cost is shared (group commit). Each caller's task completes after the commit.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>Lines of a log cost two pages a commit, however many they are; and while they are written, everybody waits.</summary>
    public const int LinesAtOnce = 256;

    private const int LargestGroup = 512;
    private static readonly TimeSpan s_logDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_logRetry = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<PendingWrite> _queue = new();
    private readonly LogBuffer _log = new();
    private readonly List<PendingWrite> _group = new(LargestGroup);
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly WriteStatements _statements;
    private readonly ITimer _logTimer;
    private TaskCompletionSource? _ended;
    private bool _writing;
    private long _commits;

    public SqliteWriter(SqliteConnection connection, string path, TimeProvider time)
    {
        _path = path;
        _connection = connection;
        _statements = new WriteStatements(connection);
        _logTimer = time.CreateTimer(_ => Enqueue(NewLog(), here: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Queues a write; the task completes once it is committed. A caller that gives up waiting does not undo it.</summary>
    public ValueTask<T> WriteAsync<T>(Func<WriteStatements, T> apply, CancellationToken cancellationToken)
    {
        var write = new PendingWrite<T>(apply);
        // Who may give up must not be held by another process that has the file locked.
        if (!Enqueue(write, here: !cancellationToken.CanBeCanceled))
        {
            throw Closed();
        }

        return new ValueTask<T>(write.Task.WaitAsync(cancellationToken));
    }

    public void Log(LogLine line)
    {
        switch (_log.Add(line))
        {
            case 1:
                _logTimer.Change(s_logDelay, Timeout.InfiniteTimeSpan);
                break;
            case LinesAtOnce:
                Enqueue(NewLog(), here: false);
                break;
        }
    }

    /// <summary>Writes the log lines that wait, for a reader that wants to see them.</summary>
    public async ValueTask FlushLogAsync(CancellationToken cancellationToken)
    {
        if (_log.IsEmpty)
        {
            return;
        }

        var write = NewLog();
        if (!Enqueue(write, here: false))
        {
            throw Closed();
        }

        await write.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _logTimer.DisposeAsync();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended is not null)
            {
                return;
            }

            _ended = ended;
            if (!_writing)
            {
                ended.SetResult();
            }
        }

        await ended.Task;
        if (!_log.IsEmpty)
        {
            Commit([NewLog()]);
        }

        _statements.Dispose();
        await _connection.DisposeAsync();
    }

    private PendingLog NewLog() => new(_log, () => _logTimer.Change(s_logRetry, Timeout.InfiniteTimeSpan));

    private AelException Closed() =>
        new(ErrorCode.StorageError, $"{_path}: the execution store is closed", suggestion: "The engine is shutting down; start it again.");

    // False: the store is closed.
    private bool Enqueue(PendingWrite write, bool here)
    {
        lock (_gate)
        {
            if (_ended is not null)
            {
                return false;
            }

            _queue.Enqueue(write);
            if (_writing)
            {
                return true;
            }

            _writing = true;
        }

        // Nobody who only came first writes for all who come after.
        if (here && !WriteGroup())
        {
            return true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static writer => writer.WriteAll(), this, preferLocal: false);
        return true;
    }

    private void WriteAll()
    {
        while (WriteGroup())
        {
        }
    }

    // By the one who has set _writing. False: nobody waits any more, and nobody writes.
    private bool WriteGroup()
    {
        lock (_gate)
        {
            _group.Clear();
            while (_group.Count < LargestGroup && _queue.TryDequeue(out var write))
            {
                _group.Add(write);
            }
        }

        Commit(_group);
        lock (_gate)
        {
            if (_queue.Count > 0)
            {
                return true;
            }

            _writing = false;
            _ended?.TrySetResult();
            return false;
        }
    }

    /// <summary>Never throws: errors go to the callers they concern.</summary>
    private void Commit(List<PendingWrite> group)
    {
        var applied = false;
        try
        {
            _statements.Begin.Run();
            foreach (var write in group)
            {
                write.Apply(_statements);
            }

            applied = true;
            _statements.Commit.Run();
            Interlocked.Increment(ref _commits);
            group.ForEach(w => w.Succeed());
        }
        catch (Exception e)
        {
            Failed(group, e, inTransaction: TryRollback(), alone: applied || group.Count <= 1);
        }
    }

    private void Failed(List<PendingWrite> group, Exception e, bool inTransaction, bool alone)
    {
        // One bad write must not fail its neighbours: each is repeated alone. When not even a transaction could be had, or the
        // commit itself failed, a repeat would only fail as often as there are callers.
        if (inTransaction && !alone)
        {
            foreach (var write in group)
            {
                Commit([write]);
            }

            return;
        }

        var error = StorageErrors.IsStorage(e) ? StorageErrors.Wrap(e, _path, "written") : e;
        group.ForEach(w => w.Fail(error));
    }

    private bool TryRollback()
    {
        // SQLite has rolled back already after some errors (a full disk, say), and there is nothing to roll back when BEGIN failed.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) != 0)
        {
            return false;
        }

        try
        {
            _statements.Rollback.Run();
        }
        catch (SqliteException)
        {
            return false;
        }

        return true;
    }
}
