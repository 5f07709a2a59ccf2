using System.Diagnostics;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>Starts and describes the spans of <see cref="SpanCatalogue"/>. Where nobody listens there is none, and nothing is allocated.</summary>
internal sealed class ExecutionSpans(AelTelemetry telemetry, IRedactor redactor)
{
    // A step that repeats for hours shall not fill a span.
    private const int MaxRetryEvents = 100;

    // The longest name that MCP allows; code may ask for any text.
    private const int MaxToolName = 128;

    private ActivitySource Source => telemetry.Source;

    /// <summary>Whether anybody would see a span.</summary>
    public bool Listening => Source.HasListeners();

    /// <summary>The execution's span; the caller disposes it. A sub-workflow's lies under the current one, its step.</summary>
    /// <param name="run">The execution.</param>
    /// <param name="parent">The caller's span, by value, since it may have ended; default for none and for sub-workflows.</param>
    public Activity? Workflow(ExecutionRun run, ActivityContext parent)
    {
        var definition = SpanCatalogue.Workflow;
        var name = Source.HasListeners() || parent != default ? definition.Prefix + run.Definition.Name : definition.Prefix;
        var span = Source.StartActivity(name, definition.Kind, parent, tags: null, Links(run)) ?? Carrier(name, parent);
        run.Span = span;
        if (span is { IsAllDataRequested: true })
        {
            Identify(span, run).AddTag(SpanAttributes.WorkflowVersion, run.Definition.Version).AddTag(SpanAttributes.WorkflowSource, run.Record.Source)
                .SetTag(SpanAttributes.WorkflowParent, run.Record.ParentExecutionId).SetTag(SpanAttributes.WorkflowRerunOf, run.RerunOf?.ExecutionId)
                .SetTag(SpanAttributes.StepAttempt, run.StartedBy?.Number).SetTag(SpanAttributes.StepItem, run.StartedBy?.Item);
        }

        return span;
    }

    public static void Queued(ExecutionRun run, TimeSpan waited) => Recorded(run.Span)?.AddTag(SpanAttributes.WorkflowQueued, (long)waited.TotalMilliseconds);

    public void Ended(ExecutionRun run, ExecutionResult result)
    {
        Recorded(run.Span)?.AddTag(SpanAttributes.WorkflowStatus, result.Status.Spelling());
        Failed(run.Span, result.Error);
    }

    public Activity? Step(ExecutionRun run, StepDefinition step)
    {
        var span = Start(SpanCatalogue.Step, step.Id);
        if (Recorded(span) is not null)
        {
            Identify(span!, run, step).SetTag(SpanAttributes.ToolName, step.Tool).AddTag(SpanAttributes.StepMaxAttempts, step.Retry?.MaxAttempts ?? 1);
        }

        return span;
    }

    public static void Items(StepRecorder record, int count) => Recorded(record.Span)?.SetTag(SpanAttributes.StepItems, count);

    public void Retrying(StepAttempt attempt, AelError error, TimeSpan delay)
    {
        if (Recorded(attempt.Record.Span) is { } span && attempt.Record.Retried() <= MaxRetryEvents)
        {
            span.AddEvent(new ActivityEvent(SpanEvents.Retry, tags: Tags(
                (SpanAttributes.StepAttempt, attempt.Number + 1),
                (SpanAttributes.StepItem, attempt.Item),
                (SpanAttributes.StepRetryDelay, (long)delay.TotalMilliseconds),
                (SpanAttributes.ErrorType, error.Code.Name),
                (SpanAttributes.ExceptionMessage, redactor.Redact(error.Message)))));
        }
    }

    public void Ended(StepRecorder record, StepResult result)
    {
        if (Recorded(record.Span) is not { } span)
        {
            return;
        }

        span.AddTag(SpanAttributes.StepStatus, result.Status.Spelling()).SetTag(SpanAttributes.StepAttempt, result.Attempt == 0 ? null : result.Attempt)
            .SetTag(SpanAttributes.StepRetries, record.Retries == 0 ? null : record.Retries);
        if (result.SkipReason is { } reason)
        {
            span.AddTag(SpanAttributes.SkipReason, reason).SetTag(SpanAttributes.RootCause, result.RootCause).AddEvent(new ActivityEvent(
                SpanEvents.Skipped,
                tags: Tags(
                    (SpanAttributes.SkipReason, reason),
                    (SpanAttributes.RootCause, result.RootCause),
                    (SpanAttributes.ErrorType, result.Error?.Code.Name))));
        }

        Failed(span, result.Error);
    }

    public Activity? ToolCall(StepAttempt attempt, string? server, string tool)
    {
        var name = tool.Length > MaxToolName ? tool[..MaxToolName] : tool;
        var span = Start(SpanCatalogue.ToolCall, name);
        if (Recorded(span) is not null)
        {
            span!.DisplayName = $"tools/call {name}";
            Identify(span, attempt).AddTag(SpanAttributes.ToolName, name).SetTag(SpanAttributes.ToolServer, server);
        }

        return span;
    }

    /// <summary>Ends it, too.</summary>
    public void Ended(Activity? span, string tool, AelError? error)
    {
        if (span is null)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            // The MCP library has said so already when an answer came.
            if (span.GetTagItem(SpanAttributes.McpMethod) is null)
            {
                span.AddTag(SpanAttributes.McpMethod, "tools/call").AddTag(SpanAttributes.GenAiOperation, "execute_tool").AddTag(SpanAttributes.GenAiTool, tool);
            }

            if (error is not null && (span.GetTagItem(SpanAttributes.Error) is null || error.Code == ErrorCode.Cancelled || error.Code == ErrorCode.ToolTimeout))
            {
                span.SetTag(SpanAttributes.Error, error.Code.Name);
            }

            Failed(span, error);
        }

        span.Dispose();
        // Of a call that was given up the library learns later. What it would add then must not change a span on its way out.
        span.IsAllDataRequested = false;
    }

    public Activity? Python(StepAttempt attempt)
    {
        var span = Start(SpanCatalogue.Python, "");
        if (Recorded(span) is not null)
        {
            Identify(span!, attempt);
        }

        return span;
    }

    /// <param name="span">Of a code step's attempt.</param>
    /// <param name="isolation">In force while it ran.</param>
    /// <param name="exit">One of <see cref="PythonExits"/>.</param>
    /// <param name="toolCalls">That came out of the code.</param>
    /// <param name="error">Null when it gave a value.</param>
    public void Ended(Activity? span, string isolation, string exit, int toolCalls, AelError? error)
    {
        Recorded(span)?.AddTag(SpanAttributes.PythonIsolation, isolation).AddTag(SpanAttributes.PythonExit, exit)
            .SetTag(SpanAttributes.PythonToolCalls, toolCalls == 0 ? null : toolCalls);
        Failed(span, error);
    }

    /// <summary>A defect of the engine: only here, for its developers, the stack trace leaves the log.</summary>
    public void Threw(Activity? span, Exception exception) => Recorded(span)?.AddEvent(new ActivityEvent(
        SpanEvents.Exception,
        tags: Tags(
            (SpanAttributes.ExceptionType, exception.GetType().FullName),
            (SpanAttributes.ExceptionMessage, redactor.Redact(exception.Message)),
            (SpanAttributes.ExceptionStackTrace, redactor.Redact(exception.ToString())))));

    private static Activity? Recorded(Activity? span) => span is { IsAllDataRequested: true } ? span : null;

    // A caller's trace that is not recorded here goes on to the tools all the same.
    private static Activity? Carrier(string name, ActivityContext parent) => parent == default
        ? null
        : new Activity(name) { IsAllDataRequested = false, TraceStateString = parent.TraceState }.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();

    private static IEnumerable<ActivityLink>? Links(ExecutionRun run) => run.RerunOf?.Trace is { } trace && trace != default ? [new ActivityLink(trace)] : null;

    private static ActivityTagsCollection Tags(params ReadOnlySpan<(string Name, object? Value)> tags)
    {
        var collection = new ActivityTagsCollection();
        foreach (var (name, value) in tags)
        {
            if (value is not null)
            {
                collection.Add(name, value);
            }
        }

        return collection;
    }

    private static Activity Identify(Activity span, ExecutionRun run) =>
        span.AddTag(SpanAttributes.WorkflowName, run.Definition.Name).AddTag(SpanAttributes.WorkflowId, run.Id);

    private static Activity Identify(Activity span, ExecutionRun run, StepDefinition step) =>
        Identify(span, run).AddTag(SpanAttributes.StepName, step.Id).AddTag(SpanAttributes.StepType, step.Type.Spelling());

    private static Activity Identify(Activity span, StepAttempt attempt) =>
        Identify(span, attempt.Run, attempt.Step).AddTag(SpanAttributes.StepAttempt, attempt.Number).SetTag(SpanAttributes.StepItem, attempt.Item);

    private Activity? Start(SpanDefinition definition, string name) =>
        Source.HasListeners() ? Source.StartActivity(definition.Prefix + name, definition.Kind) : null;

    /// <summary>Marks a span that an error passed through; null changes nothing.</summary>
    public void Failed(Activity? span, AelError? error)
    {
        if (error is null || Recorded(span) is null)
        {
            return;
        }

        var message = redactor.Redact(error.Message);
        span!.SetStatus(ActivityStatusCode.Error, message).SetTag(SpanAttributes.ErrorType, error.Code.Name);
        if (span.Events.All(e => e.Name != SpanEvents.Exception))
        {
            span.AddEvent(new ActivityEvent(
                SpanEvents.Exception, tags: Tags((SpanAttributes.ExceptionType, error.Code.Name), (SpanAttributes.ExceptionMessage, message))));
        }
    }
}

/// <summary>Values of <see cref="SpanAttributes.PythonExit"/>.</summary>
internal static class PythonExits
{
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Killed = "killed";
}
