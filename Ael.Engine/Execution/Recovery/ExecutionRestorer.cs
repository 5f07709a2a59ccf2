using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Execution.Recovery;

/// <summary>Rebuilds an execution from its record, or ends it in the store where there is nothing to rebuild.</summary>
internal sealed partial class ExecutionRestorer(
    IExecutionStore store, IWorkflowValidator validator, ExecutionFactory factory, TimeProvider time, ILogger<ExecutionRestorer> logger)
{
    /// <param name="executionId">The execution; its owner was gone.</param>
    /// <param name="parent">For sub-workflows: the attempt that takes it over.</param>
    /// <param name="inputs">For sub-workflows: the inputs, evaluated again and so with their secrets.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What it is now; null when it is not in the store, or was ended since its definition cannot be read any more.</returns>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public async Task<RestoredExecution?> RestoreAsync(string executionId, StepAttempt? parent, JsonElement? inputs, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(executionId, cancellationToken) is not { } record)
        {
            return null;
        }

        if (record.Result.CompletedAt is not null)
        {
            return new RestoredExecution(record.Result, null, null);
        }

        var validation = await validator.ValidateAsync(record.Definition, null, all: false, cancellationToken);
        if (validation.Definition is not { } definition)
        {
            await EndAsync(record, ExecutionStatus.Failed, Interrupted.Error("its workflow is no longer valid") with { Detail = string.Join('\n', validation.Problems) });
            return null;
        }

        var resumption = new Resumption(record, await store.GetChildrenAsync(executionId, cancellationToken));
        var (run, invalid) = factory.Restore(record, definition, resumption, parent, inputs);
        if (invalid is null && run.StopError is null && !resumption.HasFailed && LostSecrets.Find(run.Plan, run.Inputs, resumption.Steps) is { } lost)
        {
            invalid = Interrupted.Error($"{lost}, and secrets are never stored");
        }

        return new RestoredExecution(null, run, invalid);
    }

    /// <summary>Ends an execution that nobody will drive, and what it had started.</summary>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public async Task EndAsync(string executionId, ExecutionStatus status, AelError error, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(executionId, cancellationToken) is { Result.CompletedAt: null } record)
        {
            await EndAsync(record, status, error);
        }
    }

    /// <summary>As <see cref="EndAsync(string, ExecutionStatus, AelError, CancellationToken)"/> for the sub-workflows that a resumed execution did not ask for again.</summary>
    public async Task EndAbandonedAsync(ExecutionRun run)
    {
        foreach (var child in run.Resumed?.Abandoned ?? [])
        {
            try
            {
                await EndAsync(child.ExecutionId, ExecutionStatus.Cancelled, Interrupted.Abandoned(run.Id), CancellationToken.None);
            }
            catch (AelException e)
            {
                LogNotEnded(logger, child.ExecutionId, e.Error.Code.Name, e.Error.Message);
            }
        }
    }

    private async Task EndAsync(ExecutionRecord record, ExecutionStatus status, AelError error)
    {
        var id = record.Result.ExecutionId;
        foreach (var child in (await store.GetChildrenAsync(id, CancellationToken.None)).Where(c => !c.Ended))
        {
            await EndAsync(child.ExecutionId, ExecutionStatus.Cancelled, Interrupted.Abandoned(id), CancellationToken.None);
        }

        var startedAt = record.Result.StartedAt ?? record.CreatedAt;
        var (completedAt, elapsed) = Elapsed.Between(startedAt, time.GetUtcNow());
        await store.EndedAsync(
            record.Result with { Status = status, StartedAt = startedAt, CompletedAt = completedAt, DurationMs = elapsed.TotalMilliseconds, Error = error with { ExecutionId = error.ExecutionId ?? id } },
            CancellationToken.None);
        LogEnded(logger, id, status.Spelling(), error.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Execution {ExecutionId} was not resumed and is {Status}: {Error}")]
    private static partial void LogEnded(ILogger logger, string executionId, string status, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Execution {ExecutionId} could not be ended: {Code}: {Error}")]
    private static partial void LogNotEnded(ILogger logger, string executionId, string code, string error);
}

/// <param name="Ended">As stored, when it had ended already.</param>
/// <param name="Run">Else the execution, to be driven on.</param>
/// <param name="Invalid">Why it can only be ended, when it cannot go on.</param>
internal sealed record RestoredExecution(ExecutionResult? Ended, ExecutionRun? Run, AelError? Invalid);
