using System.Collections.Concurrent;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage.Memory;

/// <summary>Keeps executions for as long as the process lives (<c>storage.path: ":memory:"</c>). Writes complete at once.</summary>
internal sealed class MemoryExecutionStore(StorageOptions options, TimeProvider time) : IExecutionStore, IExecutionHistory
{
    private readonly ConcurrentDictionary<string, MemoryEntry> _entries = new(StringComparer.Ordinal);
    private readonly PackedMemory _memory = new();
    private long _sequence;
    private long _size;
    private long _lines;

    public ValueTask CreateAsync(ExecutionRecord execution, CancellationToken cancellationToken)
    {
        var entry = new MemoryEntry(execution, Interlocked.Increment(ref _sequence), _memory);
        if (!_entries.TryAdd(execution.Result.ExecutionId, entry))
        {
            throw new AelException(ErrorCode.StorageError, $"there is an execution '{execution.Result.ExecutionId}' already");
        }

        Interlocked.Add(ref _size, entry.Size);
        return ValueTask.CompletedTask;
    }

    public ValueTask StartedAsync(string executionId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Find(executionId).Started(at);
        return ValueTask.CompletedTask;
    }

    public ValueTask StepEndedAsync(string executionId, StepEnd step, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _size, Find(executionId).Add(step));
        return ValueTask.CompletedTask;
    }

    public ValueTask EndedAsync(ExecutionResult result, StepEnd? last, CancellationToken cancellationToken)
    {
        // Memory cannot wait for the hourly pruning as a disk can. It frees a tenth at once, since each pruning sorts everything.
        if (Interlocked.Add(ref _size, Find(result.ExecutionId).End(result, last)) > options.RetentionSize)
        {
            Prune(options.RetentionSize / 10 * 9);
        }

        return ValueTask.CompletedTask;
    }

    public void Log(LogLine line)
    {
        if (_entries.TryGetValue(line.ExecutionId, out var entry))
        {
            Interlocked.Add(ref _size, entry.Add(line, Interlocked.Increment(ref _lines)));
        }
    }

    public ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_entries.TryGetValue(executionId, out var entry) ? entry.Read() : null);

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        var after = ExecutionCursor.Parse(query.Cursor);
        var text = string.IsNullOrEmpty(query.Text) ? null : new TextFilter(query.Text);
        var limit = StoreLimits.PageSize(query.Limit);
        var found = _entries.Values
            .Where(e => after is not { } a || e.CreatedAt < a.CreatedAt || (e.CreatedAt == a.CreatedAt && e.Sequence < a.Sequence))
            .Where(e => e.Matches(query, text))
            .OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Sequence)
            .Take(limit + 1)
            .ToList();
        var next = found.Count > limit ? new ExecutionCursor(found[limit - 1].CreatedAt, found[limit - 1].Sequence).ToString() : null;
        return ValueTask.FromResult(new ExecutionPage([.. found.Take(limit).Select(e => e.Summarise())], next));
    }

    public ValueTask<ExecutionDetail> GetDetailAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_entries.TryGetValue(executionId, out var entry) ? entry.ReadDetail() : new ExecutionDetail([], []));

    public ValueTask<IReadOnlyList<LogLine>> GetLogAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_entries.TryGetValue(executionId, out var entry) ? entry.ReadLog() : []);

    public ValueTask<IReadOnlyList<ExecutionPoint>> GetExecutionsAsync(DateTimeOffset since, string? workflow, int most, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ExecutionPoint>>([.. Since(since).Select(e => e.Point()).Where(e => workflow is null || e.Workflow == workflow).Take(most)]);

    public ValueTask<IReadOnlyList<ToolCallPoint>> GetToolCallsAsync(DateTimeOffset since, int most, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ToolCallPoint>>([.. Since(since).SelectMany(e => e.ToolCalls(since)).Take(most)]);

    public ValueTask<IReadOnlyList<FoundLogLine>> FindLogAsync(LogQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<FoundLogLine>>([.. _entries.Values
            .Where(e => query.ExecutionId is null || e.Id == query.ExecutionId)
            .Where(e => query.Workflow is null || e.Workflow == query.Workflow)
            .SelectMany(e => e.FindLog(query)).OrderByDescending(l => l.Id).Take(query.Limit)]);

    public ValueTask StopRequestedAsync(string executionId, AelError why, CancellationToken cancellationToken)
    {
        Find(executionId).StopRequested(why);
        return ValueTask.CompletedTask;
    }

    /// <summary>Memory dies with its process, so an owner that is another one is gone.</summary>
    public ValueTask<IReadOnlyList<TakenOver>> TakeOverAsync(string owner, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<TakenOver>>(
            [.. _entries.Values.Where(e => e.TakeOver(owner)).OrderBy(e => e.Sequence).Select(e => e.Read()).Select(r => new TakenOver(r.Result.ExecutionId, r.ParentExecutionId, 1))]);

    public ValueTask<IReadOnlyList<ChildExecution>> GetChildrenAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ChildExecution>>(
            [.. _entries.Values.Where(e => e.ParentExecutionId == executionId).OrderBy(e => e.Sequence).Select(e => e.Read())
                .Select(r => new ChildExecution(
                    r.Result.ExecutionId, r.ParentStepId!, r.ParentItem, r.ParentAttempt, r.Result.Status is not (ExecutionStatus.Pending or ExecutionStatus.Running)))]);

    public ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([]);

    public ValueTask<int> PruneAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Prune(options.RetentionSize));

    public ValueTask CheckAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private IEnumerable<MemoryEntry> Since(DateTimeOffset since) =>
        _entries.Values.Where(e => e.CreatedAt >= since).OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Sequence);

    private int Prune(long targetSize)
    {
        var removed = 0;
        var cutoff = time.GetUtcNow() - options.RetentionAge;
        foreach (var (id, entry) in _entries.Where(e => e.Value.Ended).OrderBy(e => e.Value.EndedAt).ThenBy(e => e.Value.Sequence))
        {
            if (entry.EndedAt >= cutoff && Interlocked.Read(ref _size) <= targetSize)
            {
                break;
            }

            if (_entries.TryRemove(id, out _))
            {
                Interlocked.Add(ref _size, -entry.Size);
                removed++;
            }
        }

        return removed;
    }

    private MemoryEntry Find(string executionId) =>
        _entries.TryGetValue(executionId, out var entry) ? entry : throw StoreLimits.Unknown(executionId);
}
