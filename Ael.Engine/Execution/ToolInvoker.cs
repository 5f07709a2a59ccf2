using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Tools;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Execution;

/// <summary>Every tool call of an execution goes through here, from tool steps and from code alike, and is recorded with its step.</summary>
internal sealed partial class ToolInvoker(IToolClient tools, ExecutionSpans spans, IRedactor redactor, TimeProvider time, ILogger<ToolInvoker> logger)
{
    /// <exception cref="AelException">As <see cref="IToolClient.CallAsync"/>.</exception>
    public async ValueTask<JsonElement> CallAsync(StepAttempt attempt, string? server, string tool, JsonElement arguments, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var call = new ToolCall(tool, server, arguments) { Stop = attempt.Run.Token };
        var span = spans.ToolCall(attempt, server, tool);
        AelError? error = null;
        try
        {
            return await tools.CallAsync(call, cancellationToken);
        }
        catch (AelException e)
        {
            error = e.Error;
            throw;
        }
        catch (ToolTimeoutException e)
        {
            error = e.Error;
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            error = new AelError(ErrorCode.Cancelled, $"the call of '{tool}' was cancelled") { Tool = tool };
            throw;
        }
        catch (Exception e)
        {
            spans.Threw(span, e);
            error = Defect.Error(attempt.Run.TraceId) with { Tool = tool };
            throw;
        }
        finally
        {
            LogEnd(tool, error, call.Took.TotalMilliseconds);
            var record = new ToolCallRecord(
                attempt.Step.Id, attempt.Item, attempt.Number, tool, server, redactor.Redact(arguments), startedAt, call.Took.TotalMilliseconds,
                error is null ? null : Redaction.Of(redactor, error));
            attempt.Record.Add(record);
            attempt.Run.Events.ToolCalled(record);
            spans.Ended(span, tool, error);
        }
    }

    private void LogEnd(string tool, AelError? error, double durationMs)
    {
        if (error is null)
        {
            LogCalled(logger, tool, durationMs);
        }
        else
        {
            LogFailed(logger, tool, error.Code.Name, durationMs);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Tool {Tool} answered in {DurationMs:0.#} ms")]
    private static partial void LogCalled(ILogger logger, string tool, double durationMs);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Tool {Tool} failed after {DurationMs:0.#} ms: {Code}")]
    private static partial void LogFailed(ILogger logger, string tool, string code, double durationMs);
}
