using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>
/// One execution while it lives: what its steps gave, and how to stop it. All of it is here and in the store, nothing beside:
/// an execution can be rebuilt from its record anywhere.
/// </summary>
internal sealed class ExecutionRun : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly StepResult?[] _steps;
    private readonly StepResult?[] _shown;
    private readonly DateTimeOffset?[] _begun;
    private StepEnd? _last;
    private AelError? _stopError;
    private ExecutionStatus _status = ExecutionStatus.Pending;
    private DateTimeOffset? _startedAt;
    private int _ended;
    private volatile bool _leaving;
    private volatile bool _hasLeft;
    private long _outputBytes;

    public ExecutionRun(ExecutionPlan plan, ExecutionRecord record, RunLabels labels, JsonElement inputs, int depth, IReadOnlyList<string> chain)
    {
        Plan = plan;
        Record = record;
        Labels = labels;
        Inputs = inputs;
        Depth = depth;
        Chain = chain;
        Events = new ExecutionEvents(record.Result.ExecutionId, plan.Definition.Steps.Count);
        LogScope = new LogScope(plan.Definition.Name, record.Result.ExecutionId);
        _steps = new StepResult?[plan.Definition.Steps.Count];
        _shown = new StepResult?[plan.Definition.Steps.Count];
        _begun = new DateTimeOffset?[plan.Definition.Steps.Count];
    }

    public ExecutionPlan Plan { get; }

    public WorkflowDefinition Definition => Plan.Definition;

    /// <summary>As stored: inputs redacted.</summary>
    public ExecutionRecord Record { get; }

    /// <summary>Its names in the metrics.</summary>
    public RunLabels Labels { get; }

    public string Id => Record.Result.ExecutionId;

    /// <summary>With defaults applied, secrets in place.</summary>
    public JsonElement Inputs { get; }

    /// <summary>0 for an execution that a front door started.</summary>
    public int Depth { get; }

    /// <summary>Names of the workflows from the outermost to this one.</summary>
    public IReadOnlyList<string> Chain { get; }

    /// <summary>What log lines of this execution belong to.</summary>
    public LogScope LogScope { get; }

    public ExecutionEvents Events { get; }

    /// <summary>Cancelled when the execution shall stop: <see cref="StopError"/> says why.</summary>
    public CancellationToken Token => _stop.Token;

    public AelError? StopError
    {
        get
        {
            lock (_lock)
            {
                return _stopError;
            }
        }
    }

    public string? TraceId { get; set; }

    /// <summary>Its span, once it runs; null where nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>For sub-workflows: the attempt that started it.</summary>
    public StepAttempt? StartedBy { get; init; }

    /// <summary>For executions that go on after a restart: what they bring along.</summary>
    public Resumption? Resumed { get; init; }

    /// <summary>For repeated executions: the first one.</summary>
    public RerunOrigin? RerunOf { get; init; }

    /// <summary>No further step begins here: it goes on elsewhere, once those that run have ended.</summary>
    public bool IsLeaving => _leaving || StartedBy?.Run.IsLeaving is true;

    /// <summary>It is driven elsewhere, or will be: nothing that still happens here counts.</summary>
    public bool HasLeft => _hasLeft || StartedBy?.Run.HasLeft is true;

    /// <summary>No step begins any more: it was stopped, or is leaving.</summary>
    public bool StartsNothing => Token.IsCancellationRequested || IsLeaving;

    /// <summary>Whether a step has not ended.</summary>
    public bool HasOpenSteps => Volatile.Read(ref _ended) < _steps.Length;

    /// <summary>Lets what runs end, and then leaves; at once where nothing runs yet.</summary>
    public void LeaveAfterSteps()
    {
        _leaving = true;
        if (_status == ExecutionStatus.Pending)
        {
            Leave();
        }
    }

    /// <summary>Stops driving it here, without an end: what it has recorded is where another engine goes on. A sub-workflow takes its parents along.</summary>
    public void Leave()
    {
        if (StartedBy is { } parent)
        {
            parent.Run.Leave();
        }

        lock (_lock)
        {
            if (_hasLeft || Events.Ended)
            {
                return;
            }

            _leaving = true;
            _hasLeft = true;
        }

        _stop.Cancel();
    }

    /// <summary>Asks the execution to end with this error; the first call counts.</summary>
    public bool Stop(AelError why)
    {
        lock (_lock)
        {
            if (_stopError is not null || _hasLeft || Events.Ended)
            {
                return false;
            }

            _stopError = why;
        }

        _stop.Cancel();
        return true;
    }

    public void Started(DateTimeOffset at)
    {
        lock (_lock)
        {
            _startedAt = at;
            _status = ExecutionStatus.Running;
        }
    }

    public StepResult? Step(int index)
    {
        lock (_lock)
        {
            return _steps[index];
        }
    }

    /// <summary>Notes that a step has begun, so that snapshots show it running.</summary>
    public void StepStarted(StepDefinition step, DateTimeOffset at)
    {
        lock (_lock)
        {
            _begun[step.Index] = at;
        }
    }

    /// <summary>Keeps a step's end; returns how many have ended. <paramref name="shown"/> is the same with secrets taken out.</summary>
    public int StepEnded(int index, StepResult step, StepResult shown)
    {
        lock (_lock)
        {
            _steps[index] = step;
            _shown[index] = shown;
            return ++_ended;
        }
    }

    /// <summary>
    /// Keeps the end of the last step that had not ended, which need not be recorded before the end of the execution is. Until then snapshots show it
    /// running. False: another has not ended.
    /// </summary>
    public bool LastEnded(int index, StepResult step, StepEnd end)
    {
        lock (_lock)
        {
            if (_ended < _steps.Length - 1)
            {
                return false;
            }

            _last = end;
            _steps[index] = step;
            _ended++;
            return true;
        }
    }

    /// <summary>What <see cref="LastEnded"/> kept, for whoever records it; null where there was no such step.</summary>
    public StepEnd? Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>Adds to the execution's total of output bytes and returns it.</summary>
    public long AddOutput(int bytes) => Interlocked.Add(ref _outputBytes, bytes);

    /// <summary>The record as it is now, with secrets taken out.</summary>
    public ExecutionRecord Snapshot()
    {
        lock (_lock)
        {
            return Record with
            {
                Result = Record.Result with { Status = _status, StartedAt = _startedAt, TraceId = TraceId, Steps = Shown(last: null) },
            };
        }
    }

    /// <summary>The steps' results in file order; those that never started are pending.</summary>
    public IReadOnlyList<StepResult> Steps(bool redacted)
    {
        lock (_lock)
        {
            return redacted ? Shown(_last) : [.. Definition.Steps.Select(s => _steps[s.Index] ?? NotEnded(s, null))];
        }
    }

    public void Dispose() => _stop.Dispose();

    private StepResult[] Shown(StepEnd? last) =>
        [.. Definition.Steps.Select(s => last?.Step.Id == s.Id ? last.Step : _shown[s.Index] ?? NotEnded(s, _begun[s.Index]))];

    private static StepResult NotEnded(StepDefinition step, DateTimeOffset? begun) => new()
    {
        Id = step.Id,
        Type = step.Type.Spelling(),
        Status = begun is null ? StepStatus.Pending : StepStatus.Running,
        Attempt = begun is null ? 0 : 1,
        MaxAttempts = step.Retry?.MaxAttempts ?? 1,
        StartedAt = begun,
    };
}

/// <param name="ExecutionId">The execution that is repeated.</param>
/// <param name="Trace">Its span; default when it was not recorded.</param>
internal sealed record RerunOrigin(string ExecutionId, ActivityContext Trace);
