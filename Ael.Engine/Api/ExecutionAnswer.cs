using System.ComponentModel;
using System.Text.Json;
using Ael.Engine.Api.Requests;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Api;

/// <summary>Starts an execution and answers for it: with its result once it has ended, or with its id at once.</summary>
internal sealed class ExecutionAnswer(IWorkflowEngine engine, EngineOptions options)
{
    public static readonly QueryParameter Async = new("async", "true: answer 202 with the execution's id at once.")
    {
        Type = QueryType.Boolean,
        Allowed = ["true", "false"],
    };

    public static readonly JsonElement NoInputs = JsonElement.Parse("{}");

    /// <summary>Whether the answer comes after the execution's end.</summary>
    public static bool IsAwaited(HttpContext http) => !http.Request.Query.Flag(Async.Name);

    public async Task<IResult> AfterAsync(HttpContext http, Func<CancellationToken, Task<ExecutionHandle>> start)
    {
        var handle = await start(http.RequestAborted);
        if (!IsAwaited(http))
        {
            var now = await engine.GetAsync(handle.ExecutionId, http.RequestAborted);
            var status = now?.Result.Status ?? ExecutionStatus.Pending;
            return TypedResults.Accepted($"/api/v1/executions/{handle.ExecutionId}", new StartedView(handle.ExecutionId, status));
        }

        try
        {
            return TypedResults.Ok(await handle.Completion.WaitAsync(http.RequestAborted));
        }
        catch (OperationCanceledException) when (options.Execution.CancelOnDisconnect)
        {
            engine.Cancel(handle.ExecutionId, "the caller disconnected");
            throw;
        }
    }
}

internal sealed record StartedView(
    string ExecutionId, [property: Description("At the time of the answer.")] ExecutionStatus Status);
