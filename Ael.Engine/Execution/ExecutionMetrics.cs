using System.Diagnostics;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>Counts executions, steps, retries, and the errors that arise in them.</summary>
internal sealed class ExecutionMetrics(AelTelemetry telemetry)
{
    /// <summary>What the store holds of it is what counts: a recording that failed is an execution that failed.</summary>
    public void Ended(ExecutionRun run, ExecutionResult result)
    {
        var workflow = Workflow(run);
        telemetry.WorkflowExecutions.Add(1, workflow, new("status", Status(result.Status)));
        telemetry.WorkflowDuration.Record(Seconds(result.DurationMs), workflow);
    }

    public void Ended(ExecutionRun run, StepDefinition step, StepResult result)
    {
        if (result.SkipReason is { } reason)
        {
            telemetry.StepSkips.Add(1, Workflow(run), Step(run, step), new("reason", reason));
        }

        if (result.Status != StepStatus.Skipped)
        {
            var tags = new TagList { Workflow(run), Step(run, step), new("type", result.Type) };
            telemetry.StepExecutions.Add(1, tags);
            telemetry.StepDuration.Record(Seconds(result.DurationMs), tags);
        }
    }

    public void Retrying(StepAttempt attempt) => telemetry.StepRetries.Add(1, Workflow(attempt.Run), Step(attempt.Run, attempt.Step));

    /// <summary>An error that arose in the engine itself.</summary>
    public void Failed(AelError error) => telemetry.Errors.Count(error, Components.WorkflowEngine);

    /// <summary>An error that arose in the engine, or below it where it is counted already.</summary>
    public void Failed(Exception exception) => telemetry.Errors.Count(exception, Components.WorkflowEngine);

    /// <summary>What stopped an execution counts for the one that it was meant for, not for those that it started.</summary>
    public void Stopped(ExecutionRun run, AelError why)
    {
        if (why.ExecutionId is null || why.ExecutionId == run.Id)
        {
            Failed(why);
        }
    }

    private static double Seconds(double? milliseconds) => (milliseconds ?? 0) / 1000;

    private static KeyValuePair<string, object?> Workflow(ExecutionRun run) => new("workflow", run.Labels.Workflow);

    private static KeyValuePair<string, object?> Step(ExecutionRun run, StepDefinition step) => new("step", run.Labels.Step(step.Id));

    private static string Status(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Completed => CallStatus.Success,
        ExecutionStatus.TimedOut => CallStatus.Timeout,
        ExecutionStatus.Cancelled => CallStatus.Cancelled,
        _ => CallStatus.Error,
    };
}
