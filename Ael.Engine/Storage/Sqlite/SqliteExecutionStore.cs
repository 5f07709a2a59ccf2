using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>
/// Keeps executions in one SQLite file (write-ahead log). Several processes may share it: each has its own writer, and SQLite
/// lets them take turns.
/// </summary>
internal sealed class SqliteExecutionStore : IExecutionStore, IExecutionHistory, IAsyncDisposable, IDisposable
{
    // Small enough that executions which want to write meanwhile do not wait for long.
    private const int PruneBatch = 100;

    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly SqliteConnections _connections;
    private readonly OwnerFiles _owners;
    private readonly SqliteWriter _writer;
    private readonly SqliteReader _reader;
    private readonly SqliteHistory _history;

    /// <exception cref="AelException">STORAGE_ERROR: the file cannot be opened or created, or a newer engine wrote it.</exception>
    public SqliteExecutionStore(StorageOptions options, TimeProvider time)
        : this(options, time, SqliteConnections.Patience)
    {
    }

    /// <param name="options">Section storage.</param>
    /// <param name="time">For the age of executions.</param>
    /// <param name="patience">How long another process may hold the file's lock, in whole seconds.</param>
    internal SqliteExecutionStore(StorageOptions options, TimeProvider time, TimeSpan patience)
    {
        _options = options;
        _time = time;
        _connections = new SqliteConnections(options, patience);
        _owners = new OwnerFiles(options.Path);
        var opened = StoreFile.Open(_connections, _owners, time);
        Warning = opened.Warning;
        _writer = new SqliteWriter(opened.Connection, options.Path, time);
        _reader = new SqliteReader(_connections);
        _history = new SqliteHistory(_reader);
    }

    public string? Warning { get; }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => _writer.Commits;

    public async ValueTask CreateAsync(ExecutionRecord execution, CancellationToken cancellationToken)
    {
        var r = execution.Result;
        object?[] row =
        [
            r.ExecutionId, r.Workflow, r.Version, StoredRows.Text(r.Status), execution.Source, SqliteTime.Text(execution.CreatedAt),
            SqliteTime.Text(r.StartedAt), SqliteTime.Text(r.CompletedAt), r.DurationMs, r.TraceId, JsonText.Of(r.Inputs), JsonText.Of(r.Output),
            StoredRows.Text(r.Error), StoredRows.Text(r.Steps), execution.ParentExecutionId, execution.ParentStepId, execution.Definition, execution.Owner,
            execution.ParentItem, execution.ParentAttempt, execution.TraceParent,
        ];
        _owners.Hold(execution.Owner);
        await _writer.WriteAsync(s => s.InsertExecution.Run(row), cancellationToken);
    }

    public async ValueTask StartedAsync(string executionId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var text = SqliteTime.Text(at);
        await _writer.WriteAsync(s => Known(s.StartExecution.Run(executionId, text), executionId), cancellationToken);
    }

    public async ValueTask StepEndedAsync(string executionId, StepEnd step, CancellationToken cancellationToken)
    {
        var row = StepRows.Of(executionId, step);
        await _writer.WriteAsync(s => s.InsertStep.Run(row), cancellationToken);
    }

    public async ValueTask EndedAsync(ExecutionResult result, StepEnd? last, CancellationToken cancellationToken)
    {
        var step = last is null ? null : StepRows.Of(result.ExecutionId, last);
        object?[] row =
        [
            result.ExecutionId, StoredRows.Text(result.Status), SqliteTime.Text(result.StartedAt), SqliteTime.Text(result.CompletedAt), result.DurationMs,
            result.TraceId, JsonText.Of(result.Inputs), JsonText.Of(result.Output), StoredRows.Text(result.Error), result.SpanId, null,
        ];
        await _writer.WriteAsync(
            s =>
            {
                if (step is not null)
                {
                    s.InsertStep.Run(step);
                }

                // Steps that were recorded have their own rows: only their places are kept here, and the others in full.
                var recorded = s.RecordedSteps.Texts(result.ExecutionId);
                row[^1] = StoredRows.Text([.. result.Steps.Select(p => recorded.Contains(p.Id) ? new StepResult { Id = p.Id, Type = p.Type, Status = p.Status } : p)]);
                return Known(s.EndExecution.Run(row), result.ExecutionId);
            },
            cancellationToken);
    }

    /// <summary>For tests of a full disk: how many pages the file may have.</summary>
    internal ValueTask<bool> SetMaxPagesAsync(int pages, CancellationToken cancellationToken) => _writer.WriteAsync(
        s =>
        {
            s.Connection.Execute($"PRAGMA max_page_count = {pages}");
            return true;
        },
        cancellationToken);

    public void Log(LogLine line) => _writer.Log(line);

    public ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reader.Get(executionId, cancellationToken));

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reader.List(query, cancellationToken));

    public ValueTask<ExecutionDetail> GetDetailAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reader.GetDetail(executionId, cancellationToken));

    public async ValueTask<IReadOnlyList<LogLine>> GetLogAsync(string executionId, CancellationToken cancellationToken)
    {
        await _writer.FlushLogAsync(cancellationToken);
        return _reader.GetLog(executionId, cancellationToken);
    }

    public ValueTask<IReadOnlyList<ExecutionPoint>> GetExecutionsAsync(DateTimeOffset since, string? workflow, int most, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_history.Executions(since, workflow, most, cancellationToken));

    public ValueTask<IReadOnlyList<ToolCallPoint>> GetToolCallsAsync(DateTimeOffset since, int most, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_history.ToolCalls(since, most, cancellationToken));

    public async ValueTask<IReadOnlyList<FoundLogLine>> FindLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        await _writer.FlushLogAsync(cancellationToken);
        return _history.Log(query, cancellationToken);
    }

    public async ValueTask StopRequestedAsync(string executionId, AelError why, CancellationToken cancellationToken)
    {
        var text = StoredRows.Text(why);
        await _writer.WriteAsync(s => s.RequestStop.Run(executionId, text), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<TakenOver>> TakeOverAsync(string owner, CancellationToken cancellationToken)
    {
        _owners.Hold(owner);
        var taken = await _writer.WriteAsync(s => Takeover.Run(s.Connection, owner, _owners), cancellationToken);
        _owners.Sweep();
        return taken;
    }

    public ValueTask<IReadOnlyList<ChildExecution>> GetChildrenAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reader.GetChildren(executionId, cancellationToken));

    public ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reader.Verify(cancellationToken));

    public async ValueTask<int> PruneAsync(CancellationToken cancellationToken)
    {
        var cutoff = SqliteTime.Text(_time.GetUtcNow() - _options.RetentionAge);
        var removed = await InBatchesAsync(s => s.DeleteOlder.Run(cutoff, PruneBatch), cancellationToken);
        removed += await InBatchesAsync(DeleteWhileLarge, cancellationToken);
        if (removed > 0)
        {
            await _writer.WriteAsync(
                s =>
                {
                    s.Connection.Execute("PRAGMA incremental_vacuum");
                    return true;
                },
                cancellationToken);
        }

        return removed;
    }

    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        var now = SqliteTime.Text(_time.GetUtcNow());
        await _writer.WriteAsync(s => s.Check.Run(now), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _connections.Clear();
        _owners.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static int Known(int rows, string executionId) => rows > 0 ? rows : throw StoreLimits.Unknown(executionId);

    private async ValueTask<int> InBatchesAsync(Func<WriteStatements, int> delete, CancellationToken cancellationToken)
    {
        var total = 0;
        int batch;
        do
        {
            batch = await _writer.WriteAsync(delete, cancellationToken);
            total += batch;
        }
        while (batch == PruneBatch);

        return total;
    }

    private int DeleteWhileLarge(WriteStatements s)
    {
        var now = SqliteTime.Text(DateTimeOffset.MaxValue);
        var removed = 0;
        while (removed < PruneBatch && UsedBytes(s) > _options.RetentionSize && s.DeleteOlder.Run(now, 1) > 0)
        {
            removed++;
        }

        return removed;
    }

    private static long UsedBytes(WriteStatements s) =>
        (s.Connection.Number("PRAGMA page_count") - s.Connection.Number("PRAGMA freelist_count")) * s.Connection.Number("PRAGMA page_size");
}
