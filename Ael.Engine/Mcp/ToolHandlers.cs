using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Mcp;

/// <summary><c>tools/list</c> and <c>tools/call</c>.</summary>
internal sealed partial class ToolHandlers(ToolDirectory directory, IHttpContextAccessor http, AelTelemetry telemetry, ILogger<ToolHandlers> logger)
{
    public ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListToolsResult { Tools = [.. directory.Tools.Select(t => t.Definition)] });

    public async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var name = context.Params.Name;
        if (directory.Find(name) is not { } tool)
        {
            var names = directory.Tools.Select(t => t.Name).ToList();
            var near = DidYouMean.Near(name, names).Count > 0 ? DidYouMean.Suggest(name, names) : null;
            // Models see the message and rarely the data, so what was meant stands in both.
            var error = new AelError(ErrorCode.ToolNotFound, $"Unknown tool: '{name}'{(near is null ? "" : "; " + near)}") { Suggestion = near ?? "List the tools with tools/list." };
            telemetry.Errors.Count(error, Components.McpServer);
            throw ProtocolErrors.Of(McpErrorCode.InvalidParams, error, "params.name");
        }

        var arguments = JsonSerializer.SerializeToElement(context.Params.Arguments ?? new Dictionary<string, JsonElement>());
        var disconnected = http.HttpContext?.RequestAborted ?? CancellationToken.None;
        await using var outbox = new Outbox(context.Server, context.Params.ProgressToken, CallerWishes.LogLevel(context), cancellationToken);
        try
        {
            return await tool.CallAsync(new ToolRequest(arguments, outbox, CallerWishes.Trace(context), disconnected), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (AelException exception)
        {
            return Failed(exception, exception.Error);
        }
        catch (Exception exception)
        {
            LogFailed(name, exception);
            return Failed(exception, new AelError(ErrorCode.InternalError, $"The call of '{name}' failed inside the engine."));
        }
    }

    private CallToolResult Failed(Exception exception, AelError error)
    {
        telemetry.Errors.Count(exception, Components.McpServer);
        return CallResults.Failed(error, Activity.Current?.TraceId.ToHexString());
    }

    [LoggerMessage(LogLevel.Error, "The call of tool '{Tool}' failed inside the engine")]
    private partial void LogFailed(string tool, Exception exception);
}
