using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Execution.Recovery;

/// <summary>
/// Takes over the executions of engines that are gone and sees each to its end (engine.md, section 4). Written against the store alone: who
/// counts as gone is the store's to say.
/// </summary>
internal sealed partial class ExecutionRecovery(
    IExecutionStore store, ExecutionRestorer restorer, WorkflowEngine engine, EngineInstance instance, EngineOptions options, ILogger<ExecutionRecovery> logger)
{
    /// <summary>One that was running each of so many times when the engine ended, without getting on, is taken for the cause.</summary>
    public const int MaxRecoveries = 10;

    /// <summary>Returns the executions that go on, once all of them can be watched and cancelled; they run on by themselves.</summary>
    /// <exception cref="AelException">STORAGE_ERROR: the store cannot say what there is to take over.</exception>
    public async Task<IReadOnlyList<Task<ExecutionResult>>> RunAsync(CancellationToken cancellationToken)
    {
        var taken = await store.TakeOverAsync(instance.Id, cancellationToken);
        if (taken.Count == 0)
        {
            return [];
        }

        LogTaken(logger, taken.Count, options.Execution.Recovery.ToString().ToLowerInvariant());
        var ids = taken.Select(t => t.ExecutionId).ToHashSet(StringComparer.Ordinal);
        var running = new List<Task<ExecutionResult>>();
        foreach (var execution in taken)
        {
            try
            {
                if (execution.ParentExecutionId is null)
                {
                    if (await ResumeAsync(execution, cancellationToken) is { } resumed)
                    {
                        running.Add(resumed.Completion);
                    }
                }
                else if (!ids.Contains(execution.ParentExecutionId))
                {
                    // Nobody waits for it any more: its parent had ended.
                    await restorer.EndAsync(execution.ExecutionId, ExecutionStatus.Cancelled, Interrupted.Abandoned(execution.ParentExecutionId), cancellationToken);
                }
            }
            catch (AelException e)
            {
                LogLeft(logger, execution.ExecutionId, e.Error.Code.Name, e.Error.Message);
            }
        }

        return running;
    }

    /// <summary>Drives on one that belongs to this engine now; null when there is nothing to drive, as it has ended or cannot be read.</summary>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public async Task<(ExecutionRun Run, Task<ExecutionResult> Completion)?> ResumeAsync(TakenOver execution, CancellationToken cancellationToken) =>
        await restorer.RestoreAsync(execution.ExecutionId, null, null, cancellationToken) is { Run: { } run } restored
            ? (run, engine.Resume(run, restored.Invalid ?? Refusal(run, execution)))
            : null;

    private AelError? Refusal(ExecutionRun run, TakenOver execution)
    {
        if (run.StopError is not null || run.Resumed!.HasFailed)
        {
            return null;
        }

        if (options.Execution.Recovery == RecoveryMode.Fail)
        {
            return Interrupted.Error("`execution.recovery` is `fail`");
        }

        // Whoever ended a command does not expect it to go on in a server.
        if (run.Record.Source == Sources.Cli)
        {
            return Interrupted.Error("it was started on the command line, and that command is gone");
        }

        return execution.Recoveries > MaxRecoveries
            ? Interrupted.Error($"the engine ended {execution.Recoveries} times in the same place of it")
            : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An engine ended without a shutdown: {Count} unfinished executions are taken over (execution.recovery: {Mode})")]
    private static partial void LogTaken(ILogger logger, int count, string mode);

    [LoggerMessage(Level = LogLevel.Error, Message = "Execution {ExecutionId} could not be resumed and is left for the next start: {Code}: {Error}")]
    private static partial void LogLeft(ILogger logger, string executionId, string code, string error);
}
