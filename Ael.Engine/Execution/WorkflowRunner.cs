using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Execution;

/// <summary>Drives an execution from its first step to its recorded end.</summary>
internal sealed partial class WorkflowRunner(
    StepRunner steps, ExecutionJournal journal, IExecutionStore store, ExecutionFactory factory, LiveExecutions live, AelTelemetry telemetry, ExecutionMetrics metrics,
    ExecutionSpans spans, ExecutionRestorer restorer, TraceHolds holds, EngineOptions options, TimeProvider time, ILogger<WorkflowRunner> logger) : IChildExecutions
{
    private readonly TemplateLimits _limits = new(options.Templates.MaxOutput);
    private readonly AllowedEnvironment _environment = new(options);

    /// <summary>Runs to the end, whatever happens. The run must be stored and in <see cref="LiveExecutions"/>; it is removed from there and disposed.</summary>
    public async Task<ExecutionResult> RunAsync(ExecutionRun run, AelError? invalid, ActivityContext parent)
    {
        using var activity = spans.Workflow(run, parent);
        holds.Remove(parent.TraceId);
        run.TraceId = (activity ?? Activity.Current)?.TraceId.ToHexString();
        var begunAt = time.GetUtcNow();
        var start = time.GetTimestamp();
        var startedAt = run.Resumed?.StartedAt ?? begunAt;
        run.Started(startedAt);
        if (run.Record.Result.Status == ExecutionStatus.Pending)
        {
            ExecutionSpans.Queued(run, Elapsed.Between(run.Record.CreatedAt, begunAt).Duration);
        }

        telemetry.ActiveWorkflows.Add(1);
        var (status, output, error) = (ExecutionStatus.Failed, default(JsonElement?), invalid);
        try
        {
            journal.ExecutionStarted(run, begunAt);
            if (invalid is null)
            {
                (status, output, error) = await GuardedAsync(run);
            }
            else
            {
                metrics.Failed(invalid);
            }

            if (run.HasLeft)
            {
                return Left(run);
            }

            // The clock may have been set since; only what was begun by another process has no other measure.
            var elapsed = time.GetElapsedTime(start) + Elapsed.Between(startedAt, begunAt).Duration;
            var result = run.Record.Result with
            {
                Status = status,
                StartedAt = startedAt,
                CompletedAt = startedAt + elapsed,
                DurationMs = elapsed.TotalMilliseconds,
                TraceId = run.TraceId,
                SpanId = activity is { Recorded: true } ? activity.SpanId.ToHexString() : null,
                Inputs = run.Inputs,
                Output = output,
                Error = error is null ? null : error with { ExecutionId = error.ExecutionId ?? run.Id },
                Steps = run.Steps(redacted: false),
            };
            result = await RecordAsync(run, result);
            if (run.HasLeft)
            {
                return Left(run);
            }

            metrics.Ended(run, result);
            spans.Ended(run, result);
            await restorer.EndAbandonedAsync(run);
            return result;
        }
        finally
        {
            telemetry.ActiveWorkflows.Add(-1);
            live.Remove(run);
            run.Dispose();
        }
    }

    public async Task<ExecutionResult> RunChildAsync(StepAttempt parent, WorkflowDefinition definition, JsonElement inputs, CancellationToken cancellationToken)
    {
        var restored = parent.Run.Resumed?.Take(parent) is { } left ? await restorer.RestoreAsync(left.ExecutionId, parent, inputs, cancellationToken) : null;
        if (restored?.Ended is { } ended)
        {
            parent.ChildExecutionId = ended.ExecutionId;
            return Known(ended);
        }

        var (run, invalid) = restored is { Run: { } before } ? (before, restored.Invalid) : await CreateChildAsync(parent, definition, inputs);
        parent.ChildExecutionId = run.Id;
        live.Add(run);
        await using var stop = cancellationToken.UnsafeRegister(static r => Orphan((ExecutionRun)r!), run);
        var result = await RunAsync(run, invalid, parent: default);
        return run.HasLeft ? throw new OperationCanceledException("it goes on elsewhere") : result;
    }

    // Whoever drives it now records its end, counts it and tells of it.
    private ExecutionResult Left(ExecutionRun run)
    {
        journal.ExecutionLeft();
        run.Events.Close();
        return run.Snapshot().Result;
    }

    private async Task<(ExecutionRun Run, AelError? Invalid)> CreateChildAsync(StepAttempt parent, WorkflowDefinition definition, JsonElement inputs)
    {
        var (run, invalid) = factory.Create(definition, inputs, Sources.Workflow, parent, queued: false);
        try
        {
            // To the end, even when the step is stopped meanwhile: a record without anybody who drives it would look as if it ran for ever.
            await store.CreateAsync(run.Record, CancellationToken.None);
            return (run, invalid);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    // It ended before a restart, and only its record is left.
    private static ExecutionResult Known(ExecutionResult ended) =>
        ended.Output is { } output && output.GetRawText().Contains(Redactor.Hidden, StringComparison.Ordinal)
            ? ended with { Status = ExecutionStatus.Failed, Output = null, Error = Interrupted.Error("its output holds a secret, and secrets are never stored") }
            : ended;

    // The id of the one that was stopped says that this one only follows.
    private static void Orphan(ExecutionRun child)
    {
        if (child.HasLeft)
        {
            child.Leave();
        }

        child.Stop(new AelError(ErrorCode.Cancelled, "the step that started it was stopped") { ExecutionId = child.Record.ParentExecutionId });
    }

    private async Task<(ExecutionStatus Status, JsonElement? Output, AelError? Error)> GuardedAsync(ExecutionRun run)
    {
        var limit = run.Definition.Timeout ?? options.Execution.Timeout;
        using var expiry = time.CreateTimer(
            _ => run.Stop(new AelError(ErrorCode.WorkflowTimeout, $"workflow '{run.Definition.Name}' did not finish within {limit.TotalSeconds:0.###} s")),
            null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            if (await StepsAsync(run) is { } failed)
            {
                return (ExecutionStatus.Failed, null, failed);
            }

            if (run.IsLeaving && run.StopError is null && run.HasOpenSteps)
            {
                run.Leave();
                return default;
            }

            if (run.StopError is { } stopped)
            {
                metrics.Stopped(run, stopped);
                return (stopped.Code == ErrorCode.WorkflowTimeout ? ExecutionStatus.TimedOut : ExecutionStatus.Cancelled, null, stopped);
            }

            return (ExecutionStatus.Completed, Output(run), null);
        }
        catch (AelException e)
        {
            metrics.Failed(e);
            return (ExecutionStatus.Failed, null, e.Error);
        }
        catch (Exception e)
        {
            LogDefect(logger, e);
            spans.Threw(run.Span, e);
            metrics.Failed(e);
            return (ExecutionStatus.Failed, null, Defect.Error(run.TraceId));
        }
    }

    /// <summary>Runs every step in its order; returns the error that ends the workflow, if a step's does.</summary>
    private async Task<AelError?> StepsAsync(ExecutionRun run)
    {
        var plan = run.Plan;
        var open = plan.NewCounts();
        var ready = new PriorityQueue<int, int>();
        AelError? failed = null;
        var before = run.Resumed is { } resumed ? Restore(run, resumed, open, ref failed) : null;
        for (var i = 0; i < open.Length; i++)
        {
            if (open[i] == 0 && before?.Contains(i) is not true)
            {
                ready.Enqueue(i, i);
            }
        }

        List<Task<StepResult>>? running = null;
        while (true)
        {
            StepResult? result = null;
            while (failed is null && !run.StartsNothing && (running?.Count ?? 0) < options.Execution.MaxParallelSteps && ready.TryDequeue(out var next, out _))
            {
                var step = steps.RunAsync(run, run.Definition.Steps[next], this);
                if (ready.Count == 0 && running is null or { Count: 0 })
                {
                    // One step at a time is the usual case and needs no bookkeeping.
                    result = await step;
                    break;
                }

                (running ??= []).Add(step.AsTask());
            }

            if (result is null)
            {
                if (running is null or { Count: 0 })
                {
                    return failed;
                }

                var ended = running.Count == 1 ? running[0] : await Task.WhenAny(running);
                result = await ended;
                running.Remove(ended);
            }

            foreach (var follower in plan.Followers[plan.StepIndex[result.Id]])
            {
                if (--open[follower] == 0)
                {
                    ready.Enqueue(follower, follower);
                }
            }

            if (failed is null && EndsWorkflow(run, result))
            {
                failed = result.Error;
                run.Stop(new AelError(ErrorCode.Cancelled, $"step '{result.Id}' failed"));
            }
        }
    }

    // What had ended before a restart.
    private static HashSet<int> Restore(ExecutionRun run, Resumption resumed, int[] open, ref AelError? failed)
    {
        var plan = run.Plan;
        var before = resumed.Steps.Select(s => plan.StepIndex[s.Id]).ToHashSet();
        foreach (var follower in before.SelectMany(i => plan.Followers[i]))
        {
            open[follower]--;
        }

        if (resumed.Steps.FirstOrDefault(s => EndsWorkflow(run, s)) is { } failure)
        {
            failed = failure.Error;
            run.Stop(new AelError(ErrorCode.Cancelled, $"step '{failure.Id}' failed"));
        }

        return before;
    }

    private static bool EndsWorkflow(ExecutionRun run, StepResult result) =>
        result.Status is StepStatus.Failed or StepStatus.TimedOut && result.SkipReason is null && !run.Token.IsCancellationRequested;

    private JsonElement? Output(ExecutionRun run)
    {
        var scope = new ExecutionScope(run, _environment);
        if (run.Definition.Output is { } single)
        {
            return Output(run, single, "output", scope);
        }

        return run.Definition.Outputs.Count == 0 ? null : Json.Build(w =>
        {
            w.WriteStartObject();
            foreach (var output in run.Definition.Outputs)
            {
                w.WritePropertyName(output.Name);
                Output(run, output.Value, output.Path, scope).WriteTo(w);
            }

            w.WriteEndObject();
        });
    }

    private JsonElement Output(ExecutionRun run, TemplateTree tree, string path, ExecutionScope scope)
    {
        try
        {
            return tree.Evaluate(scope, _limits);
        }
        catch (TemplateException e)
        {
            throw new AelException(TemplateErrors.In(run.Plan, e, path), e);
        }
    }

    // An end that cannot be recorded is a failed execution, and the caller must know.
    private async Task<ExecutionResult> RecordAsync(ExecutionRun run, ExecutionResult result)
    {
        try
        {
            await journal.ExecutionEndedAsync(run, result);
            return result;
        }
        catch (ExecutionMovedException)
        {
            return result;
        }
        catch (AelException e)
        {
            metrics.Failed(e);
            return result with { Status = ExecutionStatus.Failed, Output = null, Error = e.Error };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Workflow met a defect of the engine")]
    private static partial void LogDefect(ILogger logger, Exception exception);
}

/// <summary>Values of <see cref="ExecutionRecord.Source"/>.</summary>
internal static class Sources
{
    public const string Mcp = "mcp";
    public const string Rest = "rest";
    public const string Cli = "cli";
    public const string Workflow = "workflow";
}
