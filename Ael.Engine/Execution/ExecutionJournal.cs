using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Execution;

/// <summary>Tells of an execution wherever that is wanted: store, watchers, log. Secrets end here.</summary>
internal sealed partial class ExecutionJournal(IExecutionStore store, LateEnds late, IRedactor redactor, TimeProvider time, LogContext context, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<ExecutionJournal>();
    private readonly ILogger _code = loggers.CreateLogger<CodeStep>();

    public AelError? Redacted(AelError? error) => error is null ? null : Redaction.Of(redactor, error);

    /// <summary>Asked before anything begins: false once the execution is driven elsewhere, or is stopped; then it has left this engine.</summary>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public ValueTask<bool> IsOursAsync(ExecutionRun run)
    {
        var owned = store.EnsureOwnedAsync(run.Id, run.Token);
        return owned.IsCompletedSuccessfully ? new ValueTask<bool>(true) : IsOursAsync(run, owned);
    }

    private static async ValueTask<bool> IsOursAsync(ExecutionRun run, ValueTask owned)
    {
        try
        {
            await owned;
            return true;
        }
        catch (ExecutionMovedException)
        {
            run.Leave();
            return false;
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>What the caller logs from here on belongs to the execution.</summary>
    public void ExecutionStarted(ExecutionRun run, DateTimeOffset at)
    {
        context.Enter(run.LogScope);
        run.Events.Add(new ExecutionEvent(ExecutionEventTypes.ExecutionStarted, run.Id, at) { StepsTotal = run.Definition.Steps.Count });
        if (run.Resumed is not { } before)
        {
            LogStarted(_logger);
            return;
        }

        var ended = 0;
        foreach (var step in before.Steps)
        {
            run.Events.StepEnded(step, ++ended, at);
        }

        LogResumed(_logger, ended, run.Definition.Steps.Count);
    }

    /// <summary>What the caller logs from here on belongs to the step.</summary>
    public void StepStarted(ExecutionRun run, StepDefinition step, DateTimeOffset at)
    {
        context.Enter(run.LogScope.Step(step.Id));
        run.Events.StepStarted(step.Id, at);
        LogStepStarted(_logger);
    }

    /// <summary>What the caller logs from here on belongs to the attempt.</summary>
    public void AttemptStarted(StepAttempt attempt) =>
        context.Enter(attempt.Run.LogScope.InAttempt(attempt.Step.Id, attempt.Number, attempt.Item));

    /// <summary>What the code of an attempt printed, line by line.</summary>
    public void Printed(StepAttempt attempt, string text)
    {
        attempt.Record.AddLog(text);
        // As a whole: a private key has many lines.
        var shown = redactor.Redact(text).TrimEnd('\n');
        if (shown.Length == 0)
        {
            return;
        }

        var at = time.GetUtcNow();
        foreach (var line in shown.Split('\n'))
        {
            attempt.Run.Events.Add(new ExecutionEvent(ExecutionEventTypes.Log, attempt.Run.Id, at) { StepId = attempt.Step.Id, Attempt = attempt.Number, Text = line });
            var level = PrintedLine.LevelOf(line);
            LogPrinted(_code, level, line);
        }
    }

    public void StepRetrying(StepAttempt attempt, AelError error, TimeSpan delay)
    {
        var run = attempt.Run;
        var at = time.GetUtcNow();
        var shown = Redaction.Of(redactor, error);
        run.Events.Add(new ExecutionEvent(ExecutionEventTypes.StepRetrying, run.Id, at)
        {
            StepId = attempt.Step.Id,
            Attempt = attempt.Number,
            Error = shown,
            DelayMs = delay.TotalMilliseconds,
            StepsTotal = run.Definition.Steps.Count,
        });
        LogStepRetrying(_logger, attempt.Number, shown.Code.Name, shown.Message, delay.TotalSeconds);
    }

    /// <summary>Durable when it returns; the last step's end is so with that of its execution.</summary>
    public async ValueTask<StepResult> StepEndedAsync(ExecutionRun run, StepDefinition step, StepResult result, StepRecorder record)
    {
        if (run.HasLeft && result.Status is not (StepStatus.Completed or StepStatus.Skipped))
        {
            // It runs again where the execution goes on.
            return result;
        }

        if (context.Scope is not { Attempt: null } scope || scope.StepId != step.Id || scope.ExecutionId != run.Id)
        {
            // It was skipped before it began.
            context.Enter(run.LogScope.Step(step.Id));
        }

        var shown = Redaction.Of(redactor, result);
        var end = record.End(shown);
        if (run.LastEnded(step.Index, result, end))
        {
            LogStepEnd(shown);
            return result;
        }

        try
        {
            await store.StepEndedAsync(run.Id, end, CancellationToken.None);
        }
        catch (ExecutionMovedException)
        {
            run.Leave();
            return result;
        }

        var ended = run.StepEnded(step.Index, result, shown);
        run.Events.StepEnded(shown, ended, time.GetUtcNow());
        LogStepEnd(shown);
        return result;
    }

    private void LogStepEnd(StepResult step)
    {
        var status = step.Status.Spelling();
        if (step.Error is { } error)
        {
            var level = step.SkipReason is null ? LogLevel.Error : LogLevel.Warning;
            LogStepFailed(_logger, level, status, error.Code.Name, error.Message, step.DurationMs ?? 0);
        }
        else if (step.SkipReason is { } why)
        {
            var reason = step.RootCause is { } root ? $"{why}, because of {root}" : why;
            LogStepSkipped(_logger, status, reason);
        }
        else
        {
            LogStepEnded(_logger, LogLevel.Information, status, step.DurationMs ?? 0);
        }
    }

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public async Task ExecutionEndedAsync(ExecutionRun run, ExecutionResult result)
    {
        var shown = result with
        {
            Inputs = run.Record.Result.Inputs,
            Output = result.Output is { } output ? redactor.Redact(output) : null,
            Error = Redacted(result.Error),
            Steps = run.Steps(redacted: true),
        };
        var at = result.CompletedAt!.Value;
        var status = shown.Status.Spelling();
        if (shown.Error is { } error)
        {
            LogFailed(_logger, status, error.Code.Name, error.Message, shown.DurationMs ?? 0);
        }
        else
        {
            LogCompleted(_logger, status, shown.DurationMs ?? 0);
        }

        if (run.LogScope.LeftOut is > 0 and var leftOut)
        {
            var text = $"{leftOut} lines left out: an execution's log keeps {ExecutionLog.MostLines}; the engine's own log has them all";
            store.Log(new LogLine(run.Id, at, LogLevels.Spelling(LogLevel.Warning), Components.WorkflowEngine, null, text));
        }

        try
        {
            await store.EndedAsync(shown, run.Last, CancellationToken.None);
        }
        catch (ExecutionMovedException)
        {
            run.Leave();
            throw;
        }
        catch (AelException e)
        {
            shown = shown with { Status = ExecutionStatus.Failed, Output = null, Error = Redaction.Of(redactor, e.Error) with { ExecutionId = run.Id } };
            late.Add(shown);
            throw;
        }
        finally
        {
            // Watchers must not wait for ever, even when the store is gone.
            if (!run.HasLeft)
            {
                if (run.Last is { } last)
                {
                    run.Events.StepEnded(last.Step, shown.Steps.Count, at);
                }

                run.Events.Add(new ExecutionEvent(ExecutionEventTypes.ExecutionEnded, run.Id, at)
                {
                    Result = shown,
                    StepsEnded = shown.Steps.Count(s => s.Status != StepStatus.Pending),
                    StepsTotal = shown.Steps.Count,
                });
            }
        }
    }

    public void ExecutionLeft() => LogLeft(_logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Workflow left this engine and goes on in another")]
    private static partial void LogLeft(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Workflow started")]
    private static partial void LogStarted(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Workflow resumed: {Ended} of {Total} steps ended before the engine did")]
    private static partial void LogResumed(ILogger logger, int ended, int total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Workflow {Status} in {DurationMs:0.#} ms")]
    private static partial void LogCompleted(ILogger logger, string status, double durationMs);

    [LoggerMessage(Level = LogLevel.Error, Message = "Workflow {Status} after {DurationMs:0.#} ms: {Code}: {Error}")]
    private static partial void LogFailed(ILogger logger, string status, string code, string error, double durationMs);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Step started")]
    private static partial void LogStepStarted(ILogger logger);

    // The line of every step: with a level that is given, its text is written into place, and not by a composite format.
    [LoggerMessage(Message = "Step {Status} in {DurationMs:0.#} ms")]
    private static partial void LogStepEnded(ILogger logger, LogLevel level, string status, double durationMs);

    [LoggerMessage(Level = LogLevel.Information, Message = "Step {Status} ({Reason})")]
    private static partial void LogStepSkipped(ILogger logger, string status, string reason);

    [LoggerMessage(Message = "Step {Status} after {DurationMs:0.#} ms: {Code}: {Error}")]
    private static partial void LogStepFailed(ILogger logger, LogLevel level, string status, string code, string error, double durationMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} failed with {Code}: {Error}; next in {Delay:0.###} s")]
    private static partial void LogStepRetrying(ILogger logger, int attempt, string code, string error, double delay);

    [LoggerMessage(Message = "{Line}")]
    private static partial void LogPrinted(ILogger logger, LogLevel level, string line);
}
