using Ael.Engine.Api.Problems;
using Ael.Engine.Api.Requests;
using Ael.Engine.Api.Security;
using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Api;

/// <summary><c>/api/v1/executions</c></summary>
internal static class ExecutionRoutes
{
    public static void Map(RouteGroupBuilder executions)
    {
        executions.MapGet("", ListAsync).Produces<ExecutionPage>().WithQuery(ExecutionFilter.Parameters)
            .Documented("ListExecutions", "List executions", "Newest first. Filters are joined by and; follow `next_cursor` for more.");
        executions.MapGet("/{id}", GetAsync).Produces<ExecutionResult>()
            .Documented("GetExecution", "Show an execution", "As it is now: its result when it has ended.", 404);
        executions.MapGet("/{id}/detail", DetailAsync).Produces<ExecutionDetailView>()
            .Documented("GetExecutionDetail", "Show where an execution came from, its attempts and its tool calls", "Attempts and tool calls, oldest first, of steps that have ended.", 404);
        executions.MapPost("/{id}/cancel", CancelAsync).RequireAuthorization(Scopes.Run)
            .Accepts<CancelRequest>(isOptional: true, "application/json").Produces<StartedView>(202)
            .Documented("CancelExecution", "Cancel an execution", "Asks it to stop. 409 when it has ended already.", 404, 409, 415);
        executions.MapPost("/{id}/rerun", RerunAsync).RequireAuthorization(Scopes.Run)
            .Accepts<ExecuteRequest>(isOptional: true, "application/json").Produces<ExecutionResult>().Produces<StartedView>(202)
            .WithQuery(ExecutionAnswer.Async)
            .Documented("RerunExecution", "Run it again", "A new execution with the same definition, and the same inputs unless others are given.", 404, 413, 415, 503);
        executions.MapGet("/{id}/events", EventsAsync).Produces<ExecutionEvent>(200, "text/event-stream")
            .Documented("WatchExecution", "Follow an execution", "Server-sent events: those that have happened, then those that happen; ends after `execution_ended`. `Last-Event-ID` leaves out what was seen.", 404);
        executions.MapGet("/{id}/logs", LogsAsync).Produces<Page<LogLineView>>()
            .WithQuery(new QueryParameter("format", "text: one line each as text/plain.") { Allowed = ["json", "text"] })
            .Documented("GetExecutionLogs", "Show an execution's log", "Oldest first. `Accept: text/plain` gives text.", 404);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, IWorkflowEngine engine, CancellationToken cancellationToken) =>
        TypedResults.Ok(await engine.ListAsync(ExecutionFilter.Read(request.Query), cancellationToken));

    private static async Task<IResult> GetAsync(string id, IWorkflowEngine engine, CancellationToken cancellationToken) =>
        TypedResults.Ok((await FindAsync(engine, id, cancellationToken)).Result);

    private static async Task<IResult> DetailAsync(string id, IWorkflowEngine engine, IExecutionStore store, CancellationToken cancellationToken)
    {
        var record = await FindAsync(engine, id, cancellationToken);
        var detail = await store.GetDetailAsync(id, cancellationToken);
        return TypedResults.Ok(new ExecutionDetailView(
            id, record.Source, record.CreatedAt, record.ParentExecutionId, record.ParentStepId, record.Definition, detail.Attempts, detail.ToolCalls));
    }

    private static async Task<IResult> CancelAsync(string id, HttpRequest request, IWorkflowEngine engine, CancellationToken cancellationToken)
    {
        var reason = (await JsonBody.ReadAsync(request, ["reason"], cancellationToken)).String("reason");
        await FindAsync(engine, id, cancellationToken);
        var asked = await engine.CancelAsync(id, reason ?? "cancelled through the API");
        var status = (await FindAsync(engine, id, cancellationToken)).Result.Status;
        return asked
            ? TypedResults.Accepted($"/api/v1/executions/{id}", new StartedView(id, status))
            : throw ApiException.Parameter(
                $"The execution '{id}' does not run here: it is {status.Spelling()}.", "There is nothing to cancel.", StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> RerunAsync(string id, HttpContext http, IWorkflowEngine engine, ExecutionAnswer answer, CancellationToken cancellationToken)
    {
        var inputs = (await JsonBody.ReadAsync(http.Request, ["inputs"], cancellationToken)).Object("inputs");
        await FindAsync(engine, id, cancellationToken);
        return await answer.AfterAsync(http, token => engine.RerunAsync(id, inputs, "rest", token));
    }

    private static async Task<IResult> EventsAsync(string id, HttpRequest request, IWorkflowEngine engine, EventStream stream, CancellationToken cancellationToken)
    {
        var after = EventStream.LastEventId(request);
        return await engine.WatchAsync(id, cancellationToken) is { } events ? stream.Of(events, after) : throw Unknown(id);
    }

    private static async Task<IResult> LogsAsync(string id, HttpRequest request, IWorkflowEngine engine, IExecutionStore store, CancellationToken cancellationToken)
    {
        await FindAsync(engine, id, cancellationToken);
        var lines = (await store.GetLogAsync(id, cancellationToken)).Select(LogLineView.Of).ToList();
        return Format.Wants(request, "text", ["text/plain"])
            ? TypedResults.Text(string.Concat(lines.Select(l => l.ToText() + "\n")), "text/plain; charset=utf-8")
            : TypedResults.Ok(new Page<LogLineView>(lines));
    }

    private static async Task<ExecutionRecord> FindAsync(IWorkflowEngine engine, string id, CancellationToken cancellationToken) =>
        await engine.GetAsync(id, cancellationToken) ?? throw Unknown(id);

    private static ApiException Unknown(string id) => ApiException.Parameter(
        $"There is no execution '{id}'.",
        "List them with GET /api/v1/executions; ended ones are kept as long as `storage.retention_age` says.",
        StatusCodes.Status404NotFound);
}
