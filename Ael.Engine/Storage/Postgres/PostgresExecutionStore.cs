using System.Diagnostics.Metrics;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>Keeps executions in a PostgreSQL database, which several engines may share. Who drives an execution, the database knows (<see cref="Claim"/>).</summary>
internal sealed class PostgresExecutionStore : IExecutionStore, IExecutionHistory, ISharedExecutions, IAsyncDisposable, IDisposable
{
    // Shorter than any cluster takes to give up an engine: one that was frozen asks again when it wakes.
    private static readonly TimeSpan s_confirmed = TimeSpan.FromMilliseconds(500);

    // Each sends a batch while another is being committed. The writes of one execution all take the same way.
    private const int Lanes = 2;

    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly Claims _claims = new();
    private readonly PostgresWriter[] _writers;
    private readonly PostgresLog _log;
    private readonly Transactions _transactions;
    private readonly PostgresReader _reader;
    private readonly PostgresHistory _history;
    private readonly Takeover _takeover;
    private readonly Pruning _pruning;
    private readonly OwnerLocks _locks;
    private readonly OwnerLocks? _owners;
    private readonly Histogram<double>? _duration;

    /// <param name="server">Opened; who opened it closes it, after the store.</param>
    /// <param name="options">What retention keeps.</param>
    /// <param name="alone">No cluster says who is alive: owners hold locks that do.</param>
    /// <param name="telemetry">Measures writes; null: nobody does.</param>
    public PostgresExecutionStore(PostgresServer server, StorageOptions options, bool alone, AelTelemetry? telemetry = null)
    {
        _options = options;
        _duration = telemetry?.StoreDuration;
        _time = server.Time;
        _writers = [.. Enumerable.Range(0, Lanes).Select(_ => new PostgresWriter(server))];
        _log = new PostgresLog(_writers[0], _time);
        _transactions = new Transactions(server);
        _reader = new PostgresReader(server);
        _history = new PostgresHistory(_reader);
        _takeover = new Takeover(_transactions, _claims);
        _pruning = new Pruning(_transactions);
        _locks = new OwnerLocks(server);
        _owners = alone ? _locks : null;
    }

    /// <summary>Transactions of writers committed so far.</summary>
    public long Commits => _writers.Sum(w => w.Commits);

    public async ValueTask CreateAsync(ExecutionRecord execution, CancellationToken cancellationToken)
    {
        if (_owners is not null)
        {
            await _owners.HoldAsync(execution.Owner, cancellationToken);
        }

        var id = execution.Result.ExecutionId;
        var claim = new Claim(id, Guid.NewGuid(), 1);
        var parent = execution.ParentExecutionId is { } parentId ? _claims.Of(parentId).Token : Guid.Empty;
        var start = _time.GetTimestamp();
        if (await SendAsync(StoreOperation.Create, id, () => WriteStatements.Create(execution, claim, parent), Size(execution), cancellationToken) == 0)
        {
            throw await _reader.GetAsync(id, cancellationToken) is null && execution.ParentExecutionId is not null
                ? new ExecutionMovedException(execution.ParentExecutionId)
                : new AelException(ErrorCode.StorageError, $"there is an execution '{id}' already");
        }

        claim.Confirm(start);
        _claims.Add(claim);
    }

    public async ValueTask StartedAsync(string executionId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var claim = _claims.Of(executionId);
        await WriteAsync(StoreOperation.Start, claim, () => WriteStatements.Start(claim, at), 0, cancellationToken);
    }

    public async ValueTask StepEndedAsync(string executionId, StepEnd step, CancellationToken cancellationToken)
    {
        var claim = _claims.Of(executionId);
        var number = claim.NextWrite();
        await WriteAsync(StoreOperation.Step, claim, () => WriteStatements.Step(claim, step, number), Size(step), cancellationToken);
        claim.Recorded(step.Step.Id);
    }

    public async ValueTask EndedAsync(ExecutionResult result, StepEnd? last, CancellationToken cancellationToken)
    {
        var claim = _claims.Of(result.ExecutionId);
        // Not one after the other. Should the end come to be alone, it has the step in full.
        var step = last is null ? Task.CompletedTask : StepEndedAsync(result.ExecutionId, last, cancellationToken).AsTask();
        var end = WriteAsync(StoreOperation.End, claim, () => WriteStatements.End(claim, result), JsonText.Size(result.Output), cancellationToken).AsTask();
        await Task.WhenAll(step, end);
        _claims.Remove(claim);
    }

    public void Log(LogLine line) => _log.Add(line);

    public async ValueTask EnsureOwnedAsync(string executionId, CancellationToken cancellationToken)
    {
        var claim = _claims.Of(executionId);
        if (claim.ConfirmedAt is not { } at || _time.GetElapsedTime(at) >= s_confirmed)
        {
            await WriteAsync(StoreOperation.Confirm, claim, () => WriteStatements.Confirm(claim), 0, cancellationToken);
        }
    }

    public ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken) => _reader.GetAsync(executionId, cancellationToken);

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken) => _reader.ListAsync(query, cancellationToken);

    public ValueTask<ExecutionDetail> GetDetailAsync(string executionId, CancellationToken cancellationToken) => _reader.GetDetailAsync(executionId, cancellationToken);

    public async ValueTask<IReadOnlyList<LogLine>> GetLogAsync(string executionId, CancellationToken cancellationToken)
    {
        await _log.FlushAsync(cancellationToken);
        return await _reader.ReadAsync(
            $"SELECT {StoredTables.LineColumns} FROM logs AS l WHERE l.execution_id = @id ORDER BY l.seq", PostgresReader.Tables.Line, cancellationToken, ("@id", executionId));
    }

    public ValueTask<IReadOnlyList<ExecutionPoint>> GetExecutionsAsync(DateTimeOffset since, string? workflow, int most, CancellationToken cancellationToken) =>
        _history.ExecutionsAsync(since, workflow, most, cancellationToken);

    public ValueTask<IReadOnlyList<ToolCallPoint>> GetToolCallsAsync(DateTimeOffset since, int most, CancellationToken cancellationToken) =>
        _history.ToolCallsAsync(since, most, cancellationToken);

    public async ValueTask<IReadOnlyList<FoundLogLine>> FindLogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        await _log.FlushAsync(cancellationToken);
        return await _history.LogAsync(query, cancellationToken);
    }

    public async ValueTask StopRequestedAsync(string executionId, AelError why, CancellationToken cancellationToken)
    {
        var text = StoredRows.Text(why)!;
        await SendAsync(StoreOperation.Stop, executionId, () => WriteStatements.Stop(executionId, text), text.Length, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<TakenOver>> TakeOverAsync(string owner, CancellationToken cancellationToken)
    {
        var owners = _owners ?? throw new InvalidOperationException("in a cluster its members know who is gone");
        await owners.HoldAsync(owner, cancellationToken);
        var taken = new List<TakenOver>();
        foreach (var old in await _reader.ReadAsync(
            $"SELECT DISTINCT owner FROM executions WHERE {RecoveryCount.Unfinished} AND owner <> @owner", row => row.GetString(0), cancellationToken, ("@owner", owner)))
        {
            if (await owners.IsGoneAsync(old, cancellationToken))
            {
                taken.AddRange(await _takeover.FromAsync(old, owner, cancellationToken));
            }
        }

        return taken;
    }

    public ValueTask<bool> IsGoneAsync(string owner, CancellationToken cancellationToken) => _locks.IsGoneAsync(owner, cancellationToken);

    public async ValueTask<IReadOnlyList<UnfinishedExecution>> GetUnfinishedAsync(CancellationToken cancellationToken) => await _reader.ReadAsync(
        $"SELECT id, parent_execution_id, owner, created_at FROM executions WHERE {RecoveryCount.Unfinished} ORDER BY seq",
        row => new UnfinishedExecution(row.GetString(0), row.TextAt(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)), cancellationToken);

    public ValueTask<IReadOnlyList<TakenOver>> TakeOverAsync(string executionId, string owner, string? from, CancellationToken cancellationToken) =>
        _takeover.OneAsync(executionId, owner, from, cancellationToken);

    public ValueTask<IReadOnlyList<TakenOver>> TakeOverFromAsync(string gone, string owner, CancellationToken cancellationToken) =>
        _takeover.FromAsync(gone, owner, cancellationToken);

    public async ValueTask<IReadOnlyList<ChildExecution>> GetChildrenAsync(string executionId, CancellationToken cancellationToken) => await _reader.ReadAsync(
        $"""
        SELECT id, parent_step_id, parent_item, parent_attempt, NOT ({RecoveryCount.Unfinished})
        FROM executions WHERE parent_execution_id = @id ORDER BY seq
        """,
        StoredTables.Child, cancellationToken, ("@id", executionId));

    public async ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken)
    {
        var broken = new List<string>();
        foreach (var (rule, sql) in StoreRules.All)
        {
            broken.AddRange((await _reader.ReadAsync(sql, row => row.GetString(0), cancellationToken)).Select(id => $"{id}: {rule}"));
        }

        return broken;
    }

    public async ValueTask<int> PruneAsync(CancellationToken cancellationToken) =>
        await _pruning.OlderAsync(_time.GetUtcNow() - _options.RetentionAge, cancellationToken) + await _pruning.BeyondAsync(_options.RetentionSize, cancellationToken);

    public ValueTask CheckAsync(CancellationToken cancellationToken) => _transactions.TryAsync(() => [WriteStatements.Check(_time.GetUtcNow())], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_writers.Select(w => w.HastenAsync()));
        await _log.DisposeAsync();
        await Task.WhenAll(_writers.Select(w => w.DisposeAsync().AsTask()));
        await _locks.DisposeAsync();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static int Size(ExecutionRecord execution) => execution.Definition.Length + JsonText.Size(execution.Result.Inputs);

    private static int Size(StepEnd step) => JsonText.Size(step.Step.Output) + (step.Step.Log?.Length ?? 0) + step.ToolCalls.Sum(c => JsonText.Size(c.Arguments));

    private PostgresWriter WriterOf(string executionId) => _writers[(uint)string.GetHashCode(executionId, StringComparison.Ordinal) % Lanes];

    /// <summary>A write that only the execution's owner may do.</summary>
    private async ValueTask WriteAsync(string operation, Claim claim, Func<NpgsqlBatchCommand> build, int size, CancellationToken cancellationToken)
    {
        if (_owners is not null)
        {
            await _owners.KeepAsync(cancellationToken);
        }

        var start = _time.GetTimestamp();
        if (await SendAsync(operation, claim.ExecutionId, build, size, cancellationToken) > 0)
        {
            claim.Confirm(start);
            return;
        }

        _claims.Remove(claim);
        throw await _reader.GetAsync(claim.ExecutionId, cancellationToken) is null ? StoreLimits.Unknown(claim.ExecutionId) : new ExecutionMovedException(claim.ExecutionId);
    }

    /// <summary>Returns how many rows were written.</summary>
    private async ValueTask<ulong> SendAsync(string operation, string executionId, Func<NpgsqlBatchCommand> build, int size, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var rows = await WriterOf(executionId).WriteAsync(build, size, cancellationToken);
        _duration?.Record(_time.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("operation", operation));
        return rows;
    }
}
