using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.SampleTools;

/// <summary>A tool that cannot do what was asked says so in its result: the plain message for whoever wrote the workflow, and no stack trace in the log.</summary>
internal static class ToolErrors
{
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Filter(McpRequestHandler<CallToolRequestParams, CallToolResult> next) =>
        async (request, cancellationToken) =>
        {
            try
            {
                return await next(request, cancellationToken);
            }
            catch (McpProtocolException)
            {
                throw;
            }
            catch (Exception e) when (e is McpException or IOException or UnauthorizedAccessException)
            {
                return Error(e.Message);
            }
            catch (Exception e) when (e is ArgumentException or JsonException)
            {
                return Error($"an argument of {request.Params?.Name} is missing or has the wrong type: {e.Message}");
            }
        };

    private static CallToolResult Error(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };
}
