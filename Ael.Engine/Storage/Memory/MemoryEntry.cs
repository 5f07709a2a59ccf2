using Ael.Engine.Errors;

namespace Ael.Engine.Storage.Memory;

/// <summary>One execution in memory. Its lock guards all of it. Until it ends its parts are objects, then bytes, and objects again for who reads.</summary>
internal sealed class MemoryEntry(ExecutionRecord record, long sequence, PackedMemory memory)
{
    // The entry itself, its record and its places in the store.
    private const int ObjectBytes = 1024;

    private readonly Lock _lock = new();
    private ExecutionRecord _record = record;
    private PackedParts? _packed;
    private List<StepEnd> _ends = [];
    private List<(long Id, LogLine Line)> _log = [];

    public long Sequence { get; } = sequence;

    public string Id => _record.Result.ExecutionId;

    public string Workflow => _record.Result.Workflow;

    public DateTimeOffset CreatedAt { get; } = record.CreatedAt;

    /// <summary>About how many bytes the execution holds; written under the lock.</summary>
    public long Size { get; private set; } = ObjectBytes + record.Definition.Length + JsonText.Size(record.Result.Inputs);

    public bool Ended => _record.Result.Status is not (ExecutionStatus.Pending or ExecutionStatus.Running);

    public DateTimeOffset EndedAt => _record.Result.CompletedAt ?? CreatedAt;

    public string? ParentExecutionId { get; } = record.ParentExecutionId;

    public void StopRequested(AelError why)
    {
        lock (_lock)
        {
            _record = _record with { StopError = _record.StopError ?? why };
        }
    }

    /// <summary>Whether it has not ended and had another owner.</summary>
    public bool TakeOver(string owner)
    {
        lock (_lock)
        {
            if (Ended || _record.Owner == owner)
            {
                return false;
            }

            _record = _record with { Owner = owner };
            return true;
        }
    }

    public void Started(DateTimeOffset at)
    {
        lock (_lock)
        {
            _record = _record with { Result = _record.Result with { Status = ExecutionStatus.Running, StartedAt = at } };
        }
    }

    /// <summary>Returns how many bytes were added.</summary>
    public long Add(StepEnd end)
    {
        var size = JsonText.Size(end.Step.Output) + (end.Step.Log?.Length ?? 0);
        for (var i = 0; i < end.ToolCalls.Count; i++)
        {
            size += JsonText.Size(end.ToolCalls[i].Arguments);
        }

        lock (_lock)
        {
            // One that ran again after a restart is here twice, and who reads takes the last.
            _ends.Add(end);
            Size += size;
        }

        return size;
    }

    /// <summary>Returns how many bytes were added; less than none where the parts are smaller as bytes.</summary>
    public long End(ExecutionResult result, StepEnd? last)
    {
        lock (_lock)
        {
            var before = Size;
            // The lock may be taken again by who has it: nobody sees the step without the end.
            if (last is not null)
            {
                Add(last);
            }

            // Ended before, and ends again: only its steps may be others by now.
            var steps = StepOrder.Merge(result.Steps, Steps());
            var parts = _packed is { } packed ? packed with { Steps = memory.Keep(steps, [], []).Steps } : memory.Keep(steps, _ends, _log);
            if (_packed is null)
            {
                (_ends, _log) = ([], []);
            }

            _packed = parts;
            _record = _record with { Result = result with { Steps = [] } };
            Size = ObjectBytes + _record.Definition.Length + JsonText.Size(result.Inputs) + JsonText.Size(result.Output) + parts.Length;
            return Size - before;
        }
    }

    public long Add(LogLine line, long id)
    {
        lock (_lock)
        {
            _log.Add((id, line));
            Size += line.Message.Length;
        }

        return line.Message.Length;
    }

    public ExecutionRecord Read()
    {
        lock (_lock)
        {
            return _record with { Result = _record.Result with { Steps = StepOrder.Merge(_record.Result.Steps, Steps()) } };
        }
    }

    public ExecutionDetail ReadDetail()
    {
        lock (_lock)
        {
            var (attempts, toolCalls) = _packed is { } packed ? PackedExecution.Detail(packed.Detail.Span) : ([], []);
            attempts.AddRange(_ends.SelectMany(e => e.Attempts));
            toolCalls.AddRange(_ends.SelectMany(e => e.ToolCalls));
            return new ExecutionDetail(attempts, toolCalls);
        }
    }

    public IReadOnlyList<LogLine> ReadLog()
    {
        lock (_lock)
        {
            return [.. Log().Select(l => l.Line)];
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<FoundLogLine> FindLog(LogQuery query)
    {
        var result = _record.Result;
        lock (_lock)
        {
            return [.. Log().Where(l => Matches(query, l.Id, l.Line)).Reverse().Take(query.Limit).Select(l => new FoundLogLine(l.Id, l.Line, result.Workflow, result.TraceId))];
        }
    }

    public IEnumerable<ToolCallPoint> ToolCalls(DateTimeOffset since) => ReadDetail().ToolCalls
        .Where(c => c.StartedAt >= since).Select(c => new ToolCallPoint(c.Tool, c.Server, c.StartedAt, c.DurationMs, c.Error?.Code.Name));

    public ExecutionPoint Point()
    {
        var r = _record.Result;
        return new ExecutionPoint(r.ExecutionId, r.Workflow, r.Status, CreatedAt, r.DurationMs, r.Error);
    }

    public bool Matches(ExecutionQuery query, TextFilter? text)
    {
        var record = _record;
        var result = record.Result;
        return (query.Workflow is null || result.Workflow == query.Workflow)
            && (query.Status is null || result.Status == query.Status)
            && (query.Since is null || CreatedAt >= query.Since)
            && (query.Until is null || CreatedAt < query.Until)
            && (text is null || text.Matches(
                result.ExecutionId, result.Workflow, result.TraceId, JsonText.Of(result.Inputs), JsonText.Of(result.Output), StoredRows.Text(result.Error)));
    }

    public ExecutionSummary Summarise()
    {
        var record = _record;
        var r = record.Result;
        return new ExecutionSummary(
            r.ExecutionId, r.Workflow, r.Version, r.Status, record.Source, record.CreatedAt,
            r.StartedAt, r.CompletedAt, r.DurationMs, r.TraceId, r.Error, record.ParentExecutionId);
    }

    // As bytes or as objects, and what came after the end.
    private List<StepResult> Steps()
    {
        var steps = _packed is { } packed ? PackedExecution.Steps(packed.Steps.Span) : new List<StepResult>(_ends.Count);
        foreach (var end in _ends)
        {
            steps.Add(end.Step);
        }

        return steps;
    }

    private List<(long Id, LogLine Line)> Log() => _packed is { } packed ? [.. PackedExecution.Log(packed.Log.Span, Id), .. _log] : _log;

    private static bool Matches(LogQuery query, long id, LogLine line) =>
        (query.Before is not { } before || id < before)
        && (query.Levels.Count == 0 || query.Levels.Contains(line.Level))
        && (query.Component is null || query.Component == line.Component)
        && (query.Since is null || line.At >= query.Since)
        && (query.Until is null || line.At < query.Until)
        && (query.Text is null || line.Message.Contains(query.Text, StringComparison.OrdinalIgnoreCase));
}
