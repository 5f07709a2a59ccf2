using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Execution;

/// <summary>Tries a step, or one element of it, until it succeeds, its policy gives up, or the execution ends.</summary>
internal sealed partial class AttemptRunner(
    IEnumerable<IStepExecutor> executors, ExecutionJournal journal, ExecutionMetrics metrics, ExecutionSpans spans, EngineOptions options, TimeProvider time, Random random,
    ILogger<AttemptRunner> logger)
{
    private readonly Dictionary<StepType, IStepExecutor> _executors = executors.ToDictionary(e => e.Type);

    public ValueTask<StepOutcome> RunAsync(StepAttempt attempt) => attempt.Step.Retry is { } policy ? RunAsync(attempt, policy) : OnceAsync(attempt);

    private async ValueTask<StepOutcome> RunAsync(StepAttempt attempt, RetryPolicy policy)
    {
        while (true)
        {
            var outcome = await OnceAsync(attempt);
            if (outcome.Error is not { } error || outcome.Status is StepStatus.Cancelled or StepStatus.Skipped
                || attempt.Number >= policy.MaxAttempts || !policy.Retries(error))
            {
                return outcome;
            }

            var delay = policy.After(attempt.Number, random.NextDouble());
            metrics.Retrying(attempt);
            spans.Retrying(attempt, error, delay);
            journal.StepRetrying(attempt, error, delay);
            try
            {
                await Task.Delay(delay, time, attempt.Run.Token);
            }
            catch (OperationCanceledException)
            {
                return StepOutcome.Stopped(attempt.Run);
            }

            attempt = attempt with { Number = attempt.Number + 1 };
        }
    }

    private async ValueTask<StepOutcome> OnceAsync(StepAttempt attempt)
    {
        var run = attempt.Run;
        if (run.Token.IsCancellationRequested || !await journal.IsOursAsync(run))
        {
            return StepOutcome.Stopped(run);
        }

        attempt.Record.Began(attempt.Number);
        journal.AttemptStarted(attempt);
        var startedAt = time.GetUtcNow();
        var start = time.GetTimestamp();
        var limit = attempt.Step.Timeout ?? options.Execution.StepTimeout;
        using var expiry = new CancellationTokenSource(limit, time);
        using var stop = run.Token.UnsafeRegister(static e => ((CancellationTokenSource)e!).Cancel(), expiry);
        StepOutcome outcome;
        try
        {
            outcome = StepOutcome.Completed(await _executors[attempt.Step.Type].RunAsync(attempt, expiry.Token));
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            outcome = StepOutcome.Stopped(run);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested)
        {
            outcome = new StepOutcome(StepStatus.TimedOut) { Error = TimedOut(attempt.Step, limit) };
            if (attempt.Step.Type == StepType.Workflow)
            {
                // Those of tools and code count where they are waited for.
                metrics.Failed(outcome.Error);
            }
        }
        catch (TemplateException e)
        {
            metrics.Failed(e);
            outcome = StepOutcome.Failed(TemplateErrors.In(run.Plan, e, $"steps[{attempt.Step.Index}].params"));
        }
        catch (AelException e) when (e.Error.Code == ErrorCode.ToolNotFound && attempt.Step is { Type: StepType.ToolCall, OnMissingTool: OnMissingTool.Skip })
        {
            outcome = new StepOutcome(StepStatus.Skipped) { SkipReason = SkipReasons.MissingTool };
        }
        catch (AelException e)
        {
            metrics.Failed(e);
            outcome = StepOutcome.Failed(e.Error);
        }
        catch (Exception e)
        {
            // A defect of ours: the caller learns the trace id, the log the rest.
            LogDefect(logger, e);
            spans.Threw(attempt.Record.Span, e);
            metrics.Failed(e);
            outcome = StepOutcome.Failed(Defect.Error(run.TraceId));
        }

        attempt.Record.Add(new AttemptRecord(
            attempt.Step.Id, attempt.Item, attempt.Number, startedAt, time.GetElapsedTime(start).TotalMilliseconds, journal.Redacted(outcome.Error),
            attempt.ChildExecutionId ?? outcome.Error?.ExecutionId));
        return outcome;
    }

    private static AelError TimedOut(StepDefinition step, TimeSpan limit)
    {
        var (code, what) = step.Type switch
        {
            StepType.ToolCall => (ErrorCode.ToolTimeout, $"tool '{step.Tool}'"),
            StepType.Code => (ErrorCode.CodeTimeout, "the code"),
            _ => (ErrorCode.WorkflowTimeout, $"workflow '{step.WorkflowName}'"),
        };
        return new AelError(code, $"{what} did not finish within {limit.TotalSeconds:0.###} s, the limit of step '{step.Id}'") { Tool = step.Tool };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Step met a defect of the engine")]
    private static partial void LogDefect(ILogger logger, Exception exception);
}
