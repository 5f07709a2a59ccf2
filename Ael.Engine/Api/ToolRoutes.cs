using Ael.Engine.Api.Problems;
using Ael.Engine.Api.Requests;
using Ael.Engine.Api.Security;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tools;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ael.Engine.Api;

/// <summary><c>/api/v1/tools</c></summary>
internal static class ToolRoutes
{
    private static readonly QueryParameter s_server = new("server", "An MCP server's name.");

    public static void Map(RouteGroupBuilder tools)
    {
        tools.MapGet("", List).Produces<Page<ToolView>>().WithQuery(s_server)
            .Documented("ListTools", "List tools", "Every tool of every MCP server that is up, by name.");
        tools.MapGet("/{name}", Get).Produces<ToolView>().WithQuery(s_server)
            .Documented("GetTool", "Show a tool", "Its description and schemas. `server` says which when two servers offer it. A / in the name is written %2F.", 404);
        tools.MapPost("/{name}/call", CallAsync).RequireAuthorization(Scopes.Run)
            .Accepts<ToolCallRequest>(isOptional: true, "application/json").Produces<ToolCallView>()
            .Documented("CallTool", "Call a tool", "Waits for its result at most `execution.step_timeout`.", 404, 413, 415, 502, 503, 504);
        tools.MapPost("/refresh", RefreshAsync).RequireAuthorization(Scopes.Admin).Produces<Page<ServerView>>()
            .Documented("RefreshTools", "Ask every MCP server for its tools again", "Reconnects those that are down. Answers with the servers' states afterwards.");
    }

    private static Ok<Page<ToolView>> List(HttpRequest request, IToolClient client)
    {
        var server = request.Query.Text("server");
        if (server is not null && client.Servers.All(s => s.Name != server))
        {
            throw ApiException.Parameter($"There is no MCP server '{server}'.", DidYouMean.Suggest(server, client.Servers.Select(s => s.Name)), path: "query.server");
        }

        return TypedResults.Ok(new Page<ToolView>([.. client.Tools.Where(t => server is null || t.Server == server).Select(ToolView.Of)]));
    }

    private static Ok<ToolView> Get(string name, HttpRequest request, IToolClient client)
    {
        var (tool, server) = (Unescape(name), request.Query.Text("server"));
        var found = client.Tools.Where(t => t.Name == tool && (server is null || t.Server == server)).ToList();
        return found switch
        {
            [var one] => TypedResults.Ok(ToolView.Of(one)),
            [] when server is null => throw NotFound(tool, $"There is no tool '{tool}'.", DidYouMean.Suggest(tool, client.Tools.Select(t => t.Name).Distinct())),
            [] => throw NotFound(tool, $"The server '{server}' has no tool '{tool}'.", DidYouMean.Suggest(tool, client.Tools.Where(t => t.Server == server).Select(t => t.Name))),
            _ => throw NotFound(tool, $"Several servers have a tool '{tool}'.", $"Add ?server= with one of: {string.Join(", ", found.Select(t => t.Server))}."),
        };
    }

    private static async Task<IResult> CallAsync(
        string name, HttpRequest request, IToolClient client, EngineOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var tool = Unescape(name);
        var body = await JsonBody.ReadAsync(request, ["arguments", "server"], cancellationToken);
        var call = new ToolCall(tool, body.String("server"), body.Object("arguments") ?? ExecutionAnswer.NoInputs) { Stop = cancellationToken };
        using var timeout = new CancellationTokenSource(options.Execution.StepTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var start = time.GetTimestamp();
        try
        {
            var output = await client.CallAsync(call, either.Token);
            return TypedResults.Ok(new ToolCallView(tool, call.Server, output, time.GetElapsedTime(start).TotalMilliseconds));
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AelException(new AelError(ErrorCode.ToolTimeout, $"The tool '{tool}' did not answer within {options.Execution.StepTimeout.TotalSeconds} s.")
            {
                Tool = tool,
                Suggestion = "Raise `execution.step_timeout`, or ask the tool for less.",
            }, e);
        }
    }

    private static async Task<IResult> RefreshAsync(IToolClient client, CancellationToken cancellationToken)
    {
        await client.RefreshAsync(cancellationToken);
        return TypedResults.Ok(ServerView.All(client));
    }

    // Routing leaves %2F in place, since it would otherwise split the path; tools' names may have a slash.
    private static string Unescape(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static AelException NotFound(string tool, string message, string? suggestion) => new(new AelError(ErrorCode.ToolNotFound, message)
    {
        Tool = tool,
        Suggestion = suggestion ?? ErrorCode.ToolNotFound.DefaultSuggestion,
    });
}
