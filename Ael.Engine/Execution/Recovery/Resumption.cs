using Ael.Engine.Storage;

namespace Ael.Engine.Execution.Recovery;

/// <summary>What an execution that goes on after a restart brings along from the store.</summary>
internal sealed class Resumption(ExecutionRecord record, IReadOnlyList<ChildExecution> children)
{
    private readonly List<ChildExecution> _left = [.. children];

    /// <summary>When it first started; null when it was still waiting.</summary>
    public DateTimeOffset? StartedAt => record.Result.StartedAt ?? (record.Result.Status == ExecutionStatus.Pending ? null : record.CreatedAt);

    /// <summary>The steps that need not run again, in file order or in that of their ends.</summary>
    public IReadOnlyList<StepResult> Steps { get; } = Ended(record.Result.Steps);

    /// <summary>Whether a step's failure had already ended it.</summary>
    public bool HasFailed => Steps.Any(FailsWorkflow);

    /// <summary>The sub-workflow that this attempt started before the restart, once; null when there is none.</summary>
    public ChildExecution? Take(StepAttempt attempt)
    {
        lock (_left)
        {
            // Engines before schema version 3 did not keep the attempt.
            var at = _left.FindIndex(c => c.StepId == attempt.Step.Id && c.Item == attempt.Item && (c.Attempt ?? 1) == attempt.Number);
            if (at < 0)
            {
                return null;
            }

            var taken = _left[at];
            _left.RemoveAt(at);
            return taken;
        }
    }

    /// <summary>Sub-workflows that have not ended and that nobody took.</summary>
    public IReadOnlyList<ChildExecution> Abandoned
    {
        get
        {
            lock (_left)
            {
                return [.. _left.Where(c => !c.Ended)];
            }
        }
    }

    // A step that was cancelled did not end by itself. It runs again, unless it was another's failure that stopped it.
    private static List<StepResult> Ended(IReadOnlyList<StepResult> steps)
    {
        var ended = steps.Where(s => s.Status is not (StepStatus.Pending or StepStatus.Running)).ToList();
        return ended.Any(FailsWorkflow) ? ended : ended.FindAll(s => s.Status != StepStatus.Cancelled);
    }

    private static bool FailsWorkflow(StepResult step) => step is { Status: StepStatus.Failed or StepStatus.TimedOut, SkipReason: null };
}
