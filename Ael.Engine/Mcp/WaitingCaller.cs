using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Mcp;

/// <summary>Runs a workflow for a caller that waits: tells it of each step, and stops the execution when the caller gives up.</summary>
internal sealed partial class WaitingCaller(IWorkflowEngine engine, EngineOptions options, LogContext context, ILogger<WaitingCaller> logger)
{
    /// <exception cref="Errors.AelException">The execution could not be started.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the execution has ended, or is meant to outlive its caller.</exception>
    public async Task<ExecutionResult> RunAsync(StartRequest start, ToolRequest request, CancellationToken cancellationToken)
    {
        // Who is told of each step must be there before the first one.
        var handle = await engine.StartAsync(start with { CallerWaits = !request.Outbox.IsWanted }, cancellationToken);
        context.Enter(handle.LogScope);
        var abandoned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var givesUp = options.Execution.CancelOnDisconnect
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.Disconnected)
            : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stopping = givesUp.Token.Register(() =>
        {
            // Without sessions a lost connection cancels the request as well; it is told from a real cancellation by the connection.
            if (!options.Execution.CancelOnDisconnect && request.Disconnected.IsCancellationRequested)
            {
                abandoned.TrySetResult();
            }
            else
            {
                engine.Cancel(handle.ExecutionId, request.Disconnected.IsCancellationRequested ? "the MCP client disconnected" : "cancelled by the MCP client");
            }
        });

        var following = request.Outbox.IsWanted ? FollowAsync(handle.ExecutionId, request.Outbox, givesUp.Token) : Task.CompletedTask;
        await Task.WhenAny(handle.Completion, abandoned.Task);
        cancellationToken.ThrowIfCancellationRequested();
        await following;
        return await handle.Completion;
    }

    private async Task FollowAsync(string executionId, Outbox outbox, CancellationToken cancellationToken)
    {
        try
        {
            if (await engine.WatchAsync(executionId, cancellationToken) is not { } events)
            {
                return;
            }

            await foreach (var happened in events.WithCancellation(cancellationToken))
            {
                ExecutionNotices.Send(happened, outbox);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for notices any more.
        }
        catch (Exception exception)
        {
            // Notices are a courtesy: the result is what counts.
            LogNoticesFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Progress could not be sent to the caller")]
    private partial void LogNoticesFailed(Exception exception);
}
