using System.Globalization;
using System.Text.Json;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp;

/// <summary>What a waiting caller hears of an execution: progress per ended step, and log lines.</summary>
internal static class ExecutionNotices
{
    public static void Send(ExecutionEvent happened, Outbox outbox)
    {
        if (happened.Type == ExecutionEventTypes.StepEnded)
        {
            outbox.Progress(new ProgressNotificationValue
            {
                Progress = happened.StepsEnded,
                Total = happened.StepsTotal,
                Message = Describe(happened),
            });
        }

        if (outbox.WantsLog && LevelOf(happened) is { } level)
        {
            outbox.Log(new LoggingMessageNotificationParams { Level = level, Logger = "ael", Data = Line(happened) });
        }
    }

    private static LoggingLevel? LevelOf(ExecutionEvent happened) => happened.Type switch
    {
        ExecutionEventTypes.StepStarted or ExecutionEventTypes.ToolCalled => LoggingLevel.Debug,
        ExecutionEventTypes.StepRetrying => LoggingLevel.Warning,
        ExecutionEventTypes.StepEnded => happened.Step?.Status is StepStatus.Failed or StepStatus.TimedOut ? LoggingLevel.Error : LoggingLevel.Info,
        ExecutionEventTypes.ExecutionStarted or ExecutionEventTypes.Log => LoggingLevel.Info,
        _ => null,
    };

    private static JsonElement Line(ExecutionEvent happened) => McpJson.ToElement(new LogData(
        Describe(happened), happened.ExecutionId, happened.StepId, happened.Error ?? happened.Step?.Error));

    private static string Describe(ExecutionEvent happened) => happened.Type switch
    {
        ExecutionEventTypes.ExecutionStarted => $"execution {happened.ExecutionId} started",
        ExecutionEventTypes.StepStarted => $"step '{happened.StepId}' started{Attempt(happened)}",
        ExecutionEventTypes.StepRetrying => $"step '{happened.StepId}' failed{Attempt(happened)}, next attempt in {Seconds(happened.DelayMs)}: {happened.Error?.Message}",
        ExecutionEventTypes.StepEnded => $"step '{happened.StepId}' {Ending(happened.Step)}",
        ExecutionEventTypes.ToolCalled => $"step '{happened.StepId}' called tool '{happened.Text}'",
        _ => happened.Text ?? happened.Type,
    };

    private static string Attempt(ExecutionEvent happened) => happened.Attempt > 1 ? $" (attempt {happened.Attempt})" : "";

    private static string Ending(StepResult? step) => step switch
    {
        null => "ended",
        { Status: StepStatus.Completed } => $"completed in {Seconds(step.DurationMs)}",
        { Status: StepStatus.Skipped } => $"skipped ({step.SkipReason}{(step.RootCause is null ? "" : $" '{step.RootCause}'")})",
        { Error: { } error } => $"failed: {error.Message}",
        _ => McpJson.ToElement(step.Status).GetString()!,
    };

    private static string Seconds(double? milliseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(milliseconds ?? 0) / 1000:0.###} s");

    private sealed record LogData(string Message, string ExecutionId, string? StepId, Errors.AelError? Error);
}
