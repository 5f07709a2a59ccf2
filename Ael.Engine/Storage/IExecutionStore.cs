using System.Text.Json;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>
/// Keeps executions. A write is durable (as <c>storage.synchronous</c> says) when its task completes; writes of one execution are
/// applied in the order they were made. Values arrive redacted. Safe from many threads.
/// </summary>
/// <remarks>Every member throws <see cref="AelException"/> STORAGE_ERROR when the store cannot do its work.</remarks>
internal interface IExecutionStore
{
    /// <summary>Records an execution that is about to be acknowledged to its caller.</summary>
    ValueTask CreateAsync(ExecutionRecord execution, CancellationToken cancellationToken);

    /// <summary>The execution left the queue.</summary>
    ValueTask StartedAsync(string executionId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A step ended, with all that happened in it.</summary>
    ValueTask StepEndedAsync(string executionId, StepEnd step, CancellationToken cancellationToken);

    /// <summary>The execution ended. <c>Steps</c> of the result is what was recorded before, plus those that never started.</summary>
    ValueTask EndedAsync(ExecutionResult result, CancellationToken cancellationToken) => EndedAsync(result, last: null, cancellationToken);

    /// <summary>As <see cref="StepEndedAsync"/> and <see cref="EndedAsync(ExecutionResult, CancellationToken)"/>, in one write.</summary>
    ValueTask EndedAsync(ExecutionResult result, StepEnd? last, CancellationToken cancellationToken);

    /// <summary>Adds log lines; not waited for by executions, so the implementation may gather them.</summary>
    void Log(LogLine line);

    ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken);

    /// <summary>Attempts and tool calls of an execution, oldest first.</summary>
    ValueTask<ExecutionDetail> GetDetailAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    ValueTask<IReadOnlyList<LogLine>> GetLogAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Somebody asked the execution to stop, and is about to be told that it will: a restart must not forget it.</summary>
    ValueTask StopRequestedAsync(string executionId, AelError why, CancellationToken cancellationToken);

    /// <summary>
    /// Executions that have not ended and whose owner is gone, oldest first. They belong to <paramref name="owner"/> from now on, so that no two
    /// engines resume the same one. Which owners are gone, the store knows: those of its own kind are all it can hold.
    /// </summary>
    ValueTask<IReadOnlyList<TakenOver>> TakeOverAsync(string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Asked before a step, or another attempt at one, begins: passes when the execution still is this engine's to drive. A store that no other engine can
    /// take it over from has nothing to ask.
    /// </summary>
    /// <exception cref="ExecutionMovedException">It is another's by now.</exception>
    ValueTask EnsureOwnedAsync(string executionId, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The sub-workflows that an execution started, ended ones too, oldest first.</summary>
    ValueTask<IReadOnlyList<ChildExecution>> GetChildrenAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>What contradicts itself in the store, a sentence each; none in a sound one. Reads everything: not for the hot path.</summary>
    ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken);

    /// <summary>What whoever looks at the store's health should know although it works, as that a damaged file was set aside; else null.</summary>
    string? Warning => null;

    /// <summary>Deletes what retention no longer keeps; returns how many executions went.</summary>
    ValueTask<int> PruneAsync(CancellationToken cancellationToken);

    /// <summary>For health checks: throws when the store cannot be read and written.</summary>
    ValueTask CheckAsync(CancellationToken cancellationToken);
}

/// <param name="ExecutionId">The execution.</param>
/// <param name="ParentExecutionId">For sub-workflows: who started it.</param>
/// <param name="Recoveries">How often it was taken over since it last got on, this time included.</param>
internal sealed record TakenOver(string ExecutionId, string? ParentExecutionId, int Recoveries);

/// <param name="ExecutionId">The sub-workflow.</param>
/// <param name="StepId">The step that started it.</param>
/// <param name="Item">Index within <c>foreach</c>; null outside.</param>
/// <param name="Attempt">From 1; null in records of engines that did not keep it.</param>
/// <param name="Ended">Whether it has.</param>
internal sealed record ChildExecution(string ExecutionId, string StepId, int? Item, int? Attempt, bool Ended);

/// <summary>A step's end: its result, each attempt, each tool call.</summary>
internal sealed record StepEnd(StepResult Step, IReadOnlyList<AttemptRecord> Attempts, IReadOnlyList<ToolCallRecord> ToolCalls);

/// <param name="StepId">The step.</param>
/// <param name="Item">Index within <c>foreach</c>; null outside.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="StartedAt">When.</param>
/// <param name="DurationMs">How long.</param>
/// <param name="Error">Null when it succeeded.</param>
/// <param name="ChildExecutionId">For workflow steps: the execution it started.</param>
internal sealed record AttemptRecord(
    string StepId, int? Item, int Attempt, DateTimeOffset StartedAt, double DurationMs, AelError? Error, string? ChildExecutionId);

internal sealed record ToolCallRecord(
    string StepId, int? Item, int Attempt, string Tool, string? Server, JsonElement Arguments, DateTimeOffset StartedAt, double DurationMs, AelError? Error);

internal sealed record ExecutionDetail(IReadOnlyList<AttemptRecord> Attempts, IReadOnlyList<ToolCallRecord> ToolCalls);

/// <param name="ExecutionId">Of which execution.</param>
/// <param name="At">When.</param>
/// <param name="Level">DEBUG, INFO, WARNING, ERROR.</param>
/// <param name="Component">As in <c>ael_errors_total</c>: workflow_engine, tool_invoker, code_runner, ...</param>
/// <param name="StepId">The step it belongs to, if one.</param>
/// <param name="Message">The text, redacted.</param>
internal sealed record LogLine(string ExecutionId, DateTimeOffset At, string Level, string Component, string? StepId, string Message);

/// <summary>Filters are joined by and; null: any.</summary>
internal sealed record ExecutionQuery
{
    public string? Workflow { get; init; }

    public ExecutionStatus? Status { get; init; }

    /// <summary>Bounds on creation time, since inclusive, until exclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Found in id, workflow, trace id, inputs, output or error, without regard to case.</summary>
    public string? Text { get; init; }

    public int Limit { get; init; } = 50;

    /// <summary><see cref="ExecutionPage.NextCursor"/> of the page before. A cursor that is not one is PARAM_INVALID.</summary>
    public string? Cursor { get; init; }
}

internal sealed record ExecutionPage(IReadOnlyList<ExecutionSummary> Items, string? NextCursor);

internal sealed record ExecutionSummary(
    string ExecutionId, string Workflow, string Version, ExecutionStatus Status, string Source, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, double? DurationMs, string? TraceId, AelError? Error, string? ParentExecutionId);
