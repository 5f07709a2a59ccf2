using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>Runs workflows. What every front door calls.</summary>
internal interface IWorkflowEngine
{
    /// <summary>
    /// Admits an execution and records it; when this returns, it is acknowledged and will reach an end. Inputs that do not fit end it
    /// as failed with INPUT_INVALID.
    /// </summary>
    /// <exception cref="AelException">WORKFLOW_NOT_FOUND, WORKFLOW_INVALID, RESOURCE_EXHAUSTED (with RetryAfter), STORAGE_ERROR.</exception>
    Task<ExecutionHandle> StartAsync(StartRequest request, CancellationToken cancellationToken);

    /// <summary>Asks a running or queued execution to stop; false when it is not running here.</summary>
    bool Cancel(string executionId, string reason);

    /// <summary>As <see cref="Cancel"/>, and remembered: a restart before its end does not let it go on.</summary>
    ValueTask<bool> CancelAsync(string executionId, string reason) => ValueTask.FromResult(Cancel(executionId, reason));

    /// <summary>Starts a new execution with the same definition, and the same inputs unless others are given.</summary>
    /// <exception cref="AelException">As <see cref="StartAsync"/>; PARAM_INVALID when there is no such execution.</exception>
    Task<ExecutionHandle> RerunAsync(string executionId, JsonElement? inputs, string source, CancellationToken cancellationToken);

    /// <summary>The execution as it is now, running ones included; null when unknown.</summary>
    ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken);

    ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Events of an execution: those that have happened, then those that happen, until it ends. For one that has ended
    /// already, its end alone. Null when unknown.
    /// </summary>
    ValueTask<IAsyncEnumerable<ExecutionEvent>?> WatchAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Executions running and waiting now.</summary>
    EngineLoad Load { get; }
}

/// <param name="Workflow"><c>name</c> or <c>name@version</c>.</param>
/// <param name="Inputs">A JSON object.</param>
/// <param name="Source"><c>mcp</c>, <c>rest</c> or <c>cli</c>.</param>
internal sealed record StartRequest(string Workflow, JsonElement Inputs, string Source)
{
    /// <summary>Runs this instead of looking the name up (a file given on the command line).</summary>
    public WorkflowDefinition? Definition { get; init; }

    /// <summary>The caller's trace context; default: the current activity.</summary>
    public ActivityContext Parent { get; init; }

    /// <summary>The id it is to have; null: a new one.</summary>
    public string? ExecutionId { get; init; }

    /// <summary>The execution that this one repeats.</summary>
    public RerunOrigin? RerunOf { get; init; }

    /// <summary>The caller does nothing until the end: it lends its thread, until the execution first has to wait for something.</summary>
    public bool CallerWaits { get; init; }
}

/// <summary>An admitted execution. <see cref="Completion"/> has failures in its result; it faults only when this node of a cluster stops before the execution has ended elsewhere.</summary>
internal sealed record ExecutionHandle(string ExecutionId, Task<ExecutionResult> Completion)
{
    /// <summary>For a front door whose own log lines are about this execution from here on.</summary>
    public LogScope? LogScope { get; init; }
}

internal sealed record EngineLoad(int Active, int Queued, int MaxConcurrent, int MaxQueued);

/// <summary>
/// Something that happened in an execution. <see cref="Type"/>: <c>execution_started, step_started, step_retrying, step_ended, tool_called, log,
/// execution_ended</c>.
/// </summary>
internal sealed record ExecutionEvent(string Type, string ExecutionId, DateTimeOffset At)
{
    /// <summary>From 1, without gaps.</summary>
    public int Sequence { get; init; }

    public string? StepId { get; init; }

    /// <summary>For step events: the attempt, from 1.</summary>
    public int? Attempt { get; init; }

    /// <summary>For <c>step_ended</c>: the step as in the result.</summary>
    public StepResult? Step { get; init; }

    /// <summary>For <c>step_retrying</c>: what failed, and when the next attempt starts.</summary>
    public AelError? Error { get; init; }

    public double? DelayMs { get; init; }

    /// <summary>For <c>tool_called</c> the tool, for <c>log</c> the line.</summary>
    public string? Text { get; init; }

    /// <summary>Steps ended so far and steps in all.</summary>
    public int StepsEnded { get; init; }

    public int StepsTotal { get; init; }

    /// <summary>For <c>execution_ended</c>.</summary>
    public ExecutionResult? Result { get; init; }
}
