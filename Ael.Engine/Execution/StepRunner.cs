using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Expressions;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>Takes one step from ready to ended: conditions, <c>foreach</c>, attempts, and the record of it all.</summary>
internal sealed class StepRunner(
    AttemptRunner attempts, ExecutionJournal journal, ExecutionMetrics metrics, ExecutionSpans spans, EngineOptions options, TimeProvider time)
{
    private readonly TemplateLimits _limits = new(options.Templates.MaxOutput);
    private readonly AllowedEnvironment _environment = new(options);

    /// <summary>Runs the step and stores its end. Never throws for what the step did.</summary>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public ValueTask<StepResult> RunAsync(ExecutionRun run, StepDefinition step, IChildExecutions children) =>
        spans.Listening ? TracedAsync(run, step, children) : RunAsync(run, step, new StepRecorder(), children);

    private async ValueTask<StepResult> TracedAsync(ExecutionRun run, StepDefinition step, IChildExecutions children)
    {
        using var span = spans.Step(run, step);
        try
        {
            return await RunAsync(run, step, new StepRecorder { Span = span }, children);
        }
        catch (AelException e)
        {
            spans.Failed(span, e.Error);
            throw;
        }
        catch (Exception e)
        {
            spans.Threw(span, e);
            spans.Failed(span, Defect.Error(run.TraceId));
            throw;
        }
    }

    private async ValueTask<StepResult> RunAsync(ExecutionRun run, StepDefinition step, StepRecorder record, IChildExecutions children)
    {
        var startedAt = time.GetUtcNow();
        if (FailedDependency(run, step) is { } rootCause)
        {
            var skipped = new StepResult
            {
                Id = step.Id,
                Type = step.Type.Spelling(),
                Status = StepStatus.Skipped,
                MaxAttempts = step.Retry?.MaxAttempts ?? 1,
                SkipReason = SkipReasons.Dependency,
                RootCause = rootCause,
            };
            return await EndedAsync(run, step, skipped, record);
        }

        var start = time.GetTimestamp();
        run.StepStarted(step, startedAt);
        journal.StepStarted(run, step, startedAt);
        var outcome = await OutcomeAsync(run, step, record, children);
        var passedOver = outcome.Status is not StepStatus.Completed and not StepStatus.Skipped && step.OnError == OnError.Skip && !run.Token.IsCancellationRequested;
        return await EndedAsync(run, step, new StepResult
        {
            Id = step.Id,
            Type = step.Type.Spelling(),
            Status = outcome.Status,
            Attempt = record.LastAttempt,
            MaxAttempts = step.Retry?.MaxAttempts ?? 1,
            StartedAt = startedAt,
            DurationMs = time.GetElapsedTime(start).TotalMilliseconds,
            Output = outcome.Output,
            Error = outcome.Error is { } e ? e with { StepId = step.Id } : null,
            SkipReason = passedOver ? SkipReasons.OnError : outcome.SkipReason,
            Log = record.Log,
        }, record);
    }

    private ValueTask<StepResult> EndedAsync(ExecutionRun run, StepDefinition step, StepResult result, StepRecorder record)
    {
        metrics.Ended(run, step, result);
        spans.Ended(record, result);
        return journal.StepEndedAsync(run, step, result, record);
    }

    // The far end of the chain: a dependency that was itself skipped names its own root cause.
    private static string? FailedDependency(ExecutionRun run, StepDefinition step)
    {
        if (step.RunIf == RunIf.Always)
        {
            return null;
        }

        foreach (var index in run.Plan.Dependencies[step.Index])
        {
            if (run.Step(index) is { Status: not StepStatus.Completed } dependency)
            {
                return dependency.RootCause ?? dependency.Id;
            }
        }

        return null;
    }

    private async ValueTask<StepOutcome> OutcomeAsync(ExecutionRun run, StepDefinition step, StepRecorder record, IChildExecutions children)
    {
        var evaluated = "when";
        try
        {
            var scope = new ExecutionScope(run, _environment, step.Index);
            if (step.When is { } when && !when.EvaluateCondition(scope, _limits))
            {
                return new StepOutcome(StepStatus.Skipped) { SkipReason = SkipReasons.When };
            }

            evaluated = "foreach";
            var outcome = step.ForEach is null
                ? await attempts.RunAsync(new StepAttempt(run, step, record, 1, null, null, scope, children))
                : await EachAsync(run, step, step.ForEach.Evaluate(scope, _limits), record, children);
            return outcome.Output is { } output ? Limited(run, step, outcome, Json.Size(output)) : outcome;
        }
        catch (AelException e)
        {
            // Of `when` and `foreach`; attempts turn their own into outcomes.
            metrics.Failed(e);
            return StepOutcome.Failed(e is TemplateException t ? TemplateErrors.In(run.Plan, t, $"steps[{step.Index}].{evaluated}") : e.Error);
        }
    }

    private StepOutcome Limited(ExecutionRun run, StepDefinition step, StepOutcome outcome, int size)
    {
        if (size > options.Execution.MaxStepOutput)
        {
            return TooLarge($"step '{step.Id}' gave {size} bytes, more than the {options.Execution.MaxStepOutput} allowed", "execution.max_step_output");
        }

        return run.AddOutput(size) > options.Execution.MaxExecutionOutput
            ? TooLarge($"with step '{step.Id}' the steps of this execution gave more than the {options.Execution.MaxExecutionOutput} bytes allowed", "execution.max_execution_output")
            : outcome;
    }

    private StepOutcome TooLarge(string message, string key)
    {
        var error = new AelError(ErrorCode.ResourceExhausted, message) { Suggestion = $"Return less, or raise `{key}`." };
        metrics.Failed(error);
        return StepOutcome.Failed(error);
    }

    private async Task<StepOutcome> EachAsync(ExecutionRun run, StepDefinition step, JsonElement list, StepRecorder record, IChildExecutions children)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            var message = $"`foreach` of step '{step.Id}' needs a list, and `{step.ForEach!.Text}` gave {Describe(list)}";
            throw new TemplateException(new AelError(ErrorCode.TemplateError, message) { Suggestion = "Give a list; `| values` or `| split` make one." }, "", 0);
        }

        var items = list.EnumerateArray().ToArray();
        if (items.Length > options.Execution.MaxForeachItems)
        {
            throw new AelException(
                ErrorCode.ResourceExhausted, $"`foreach` of step '{step.Id}' has {items.Length} elements, more than the {options.Execution.MaxForeachItems} allowed",
                suggestion: "Take fewer, or raise `execution.max_foreach_items`.");
        }

        ExecutionSpans.Items(record, items.Length);
        var outcomes = new StepOutcome?[items.Length];
        // The first failure ends the loop: elements that have not begun stay out, those at work finish their attempt.
        var failed = false;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = step.Concurrency };
        await Parallel.ForEachAsync(Enumerable.Range(0, items.Length), parallel, async (index, _) =>
        {
            if (Volatile.Read(ref failed) || run.Token.IsCancellationRequested)
            {
                return;
            }

            var variable = new ForeachVariable(step.As, items[index]);
            var scope = new ExecutionScope(run, _environment, step.Index, variable);
            var outcome = await attempts.RunAsync(new StepAttempt(run, step, record, 1, index, variable, scope, children));
            outcomes[index] = outcome;
            if (outcome.Status != StepStatus.Completed && (step.OnError == OnError.Fail || outcome.Status == StepStatus.Skipped))
            {
                Volatile.Write(ref failed, true);
            }
        });
        return Joined(run, step, outcomes);
    }

    private static StepOutcome Joined(ExecutionRun run, StepDefinition step, StepOutcome?[] outcomes)
    {
        if (run.Token.IsCancellationRequested)
        {
            return outcomes.FirstOrDefault(o => o?.Status == StepStatus.Cancelled) ?? StepOutcome.Stopped(run);
        }

        var bad = Enumerable.Range(0, outcomes.Length).Where(i => outcomes[i] is { Status: not StepStatus.Completed }).ToList();
        if (bad.Count == 0)
        {
            return StepOutcome.Completed(List(outcomes));
        }

        var first = outcomes[bad[0]]!;
        if (first.Status == StepStatus.Skipped)
        {
            return first;
        }

        var error = new AelError(first.Error!.Code, bad.Count == 1 ? $"element {bad[0]}: {first.Error.Message}" : $"{bad.Count} of {outcomes.Length} elements failed; element {bad[0]}: {first.Error.Message}")
        {
            Detail = string.Join('\n', bad.Take(20).Select(i => $"[{i}] {Line(outcomes[i]!.Error!)}")),
            Suggestion = first.Error.Suggestion,
            Tool = first.Error.Tool,
            ExecutionId = first.Error.ExecutionId,
            Cause = first.Error.Cause,
        };

        // With `on_error: skip` the elements that went well are worth having; the failed ones are null in their places.
        return new StepOutcome(first.Status) { Error = error, Output = step.OnError == OnError.Skip ? List(outcomes) : null };
    }

    // A template's detail is a line too, and has its place.
    private static string Line(AelError error) => error is { Detail: { } detail } && error.Code == ErrorCode.TemplateError ? detail : error.ToString();

    private static JsonElement List(StepOutcome?[] outcomes) => Json.Build(w =>
    {
        w.WriteStartArray();
        foreach (var outcome in outcomes)
        {
            (outcome?.Output ?? JsonConstants.Null).WriteTo(w);
        }

        w.WriteEndArray();
    });

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "a map",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}

/// <summary>Values of <c>skip_reason</c>.</summary>
internal static class SkipReasons
{
    public const string When = "when";
    public const string Dependency = "dependency";
    public const string MissingTool = "missing_tool";
    public const string OnError = "on_error";
}
