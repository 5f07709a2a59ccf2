using System.Text.Json;
using System.Text.Json.Serialization;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

[JsonConverter(typeof(JsonStringEnumConverter<ExecutionStatus>))]
internal enum ExecutionStatus
{
    [JsonStringEnumMemberName("pending")] Pending,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
    [JsonStringEnumMemberName("timed_out")] TimedOut,
}

[JsonConverter(typeof(JsonStringEnumConverter<StepStatus>))]
internal enum StepStatus
{
    [JsonStringEnumMemberName("pending")] Pending,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("skipped")] Skipped,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
    [JsonStringEnumMemberName("timed_out")] TimedOut,
}

/// <summary>An execution's result: the one shape of CLI, REST and MCP. Every member is always written.</summary>
internal sealed record ExecutionResult
{
    public required string ExecutionId { get; init; }

    public required string Workflow { get; init; }

    public required string Version { get; init; }

    public required ExecutionStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public double? DurationMs { get; init; }

    public string? TraceId { get; init; }

    /// <summary>The execution's own span in that trace, for links to it; stored, and shown nowhere.</summary>
    [JsonIgnore]
    public string? SpanId { get; init; }

    public required JsonElement Inputs { get; init; }

    public JsonElement? Output { get; init; }

    public AelError? Error { get; init; }

    /// <summary>In file order; steps that never started are pending.</summary>
    public required IReadOnlyList<StepResult> Steps { get; init; }

    public StepCounts Counts => new(
        Steps.Count(s => s.Status == StepStatus.Completed),
        Steps.Count(s => s.Status is StepStatus.Failed or StepStatus.TimedOut or StepStatus.Cancelled),
        Steps.Count(s => s.Status == StepStatus.Skipped));
}

internal sealed record StepCounts(int Completed, int Failed, int Skipped);

internal sealed record StepResult
{
    public required string Id { get; init; }

    /// <summary><c>tool_call</c>, <c>code</c> or <c>workflow</c>.</summary>
    public required string Type { get; init; }

    public required StepStatus Status { get; init; }

    /// <summary>The attempt that ended the step, from 1; 0 when it never started.</summary>
    public int Attempt { get; init; }

    public int MaxAttempts { get; init; } = 1;

    public DateTimeOffset? StartedAt { get; init; }

    public double? DurationMs { get; init; }

    public JsonElement? Output { get; init; }

    public AelError? Error { get; init; }

    /// <summary>
    /// <c>when</c>, <c>dependency</c> or <c>missing_tool</c> for a skipped step; <c>on_error</c> for a failed one that the workflow went past.
    /// </summary>
    public string? SkipReason { get; init; }

    /// <summary>For <c>dependency</c>: the step at the far end of the chain.</summary>
    public string? RootCause { get; init; }

    /// <summary>What the step printed.</summary>
    public string? Log { get; init; }
}

/// <summary>An execution as the store keeps it: the result, and where it came from.</summary>
internal sealed record ExecutionRecord
{
    public required ExecutionResult Result { get; init; }

    /// <summary><c>mcp</c>, <c>rest</c>, <c>cli</c> or <c>workflow</c>.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>For sub-workflows: the execution and step that started it.</summary>
    public string? ParentExecutionId { get; init; }

    public string? ParentStepId { get; init; }

    /// <summary>Index within the step's <c>foreach</c>; null outside.</summary>
    [JsonIgnore]
    public int? ParentItem { get; init; }

    /// <summary>The step's attempt that started it, from 1.</summary>
    [JsonIgnore]
    public int? ParentAttempt { get; init; }

    /// <summary>Why it was asked to stop, when somebody did.</summary>
    [JsonIgnore]
    public AelError? StopError { get; init; }

    /// <summary>The YAML that runs, so that a resumed or repeated execution runs what it was started with.</summary>
    public required string Definition { get; init; }

    /// <summary>The engine process that drives it.</summary>
    public required string Owner { get; init; }

    /// <summary>The caller's trace context as W3C <c>traceparent</c>, so that an execution that moves to another engine stays in one trace.</summary>
    [JsonIgnore]
    public string? TraceParent { get; init; }
}
