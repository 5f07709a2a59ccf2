using System.Net;
using System.Text.Json;
using Ael.Engine.Errors;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>What goes wrong between us and an MCP server, as errors of the catalogue.</summary>
internal static class ToolErrors
{
    /// <summary>Whether the connection is of no use any more, as opposed to an answer that is an error.</summary>
    public static bool IsLoss(Exception e) => e switch
    {
        HttpRequestException
        {
            StatusCode: null or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        } => true,
        HttpRequestException => false,
        // A restarted HTTP server that does not know our session says so with 404, or in words.
        McpProtocolException p => (int)p.ErrorCode is -32000 or -32001 && p.Message.Contains("session", StringComparison.OrdinalIgnoreCase),
        // The SDK's word for a response stream that broke off.
        McpException m => m.Message.Contains("without a reply", StringComparison.Ordinal),
        IOException or ObjectDisposedException or OperationCanceledException or TimeoutException => true,
        _ => false,
    };

    /// <summary>An error that answered a call, or an answer that cannot be read.</summary>
    public static AelError FromCall(Exception e, string tool, string server) => e switch
    {
        McpProtocolException p => FromProtocol(p, tool, server),
        HttpRequestException { StatusCode: { } status } =>
            Failed(tool, server, $"answered HTTP {(int)status} ({status})") with { Detail = e.Message },
        JsonException => Failed(tool, server, $"gave an answer that is not a tool result: {e.Message}"),
        _ => Failed(tool, server, e.Message),
    };

    /// <summary>The error in a result with <c>isError</c>; null when it has none.</summary>
    public static AelError? FromResult(CallToolResult result, string tool, string server)
    {
        if (result.IsError != true)
        {
            return null;
        }

        var text = string.Join("\n", result.Content.OfType<TextContentBlock>().Select(c => c.Text));
        if (text.Length == 0)
        {
            text = result.StructuredContent?.GetRawText() ?? "(the tool gave no text)";
        }

        // The TypeScript SDK puts its own validation of arguments and names into the result.
        return text.StartsWith("MCP error -32602", StringComparison.Ordinal)
            ? InvalidParams(text, tool, server)
            : new AelError(ErrorCode.ToolFailed, $"tool '{tool}' of MCP server '{server}' failed: {FirstLine(text)}") { Detail = text, Tool = tool };
    }

    /// <summary>Why there is no connection.</summary>
    public static AelError FromLoss(Exception? e, IToolSource source)
    {
        var reason = source.LossReason ?? e switch
        {
            null => "the connection was closed",
            HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } http =>
                $"it refused access with HTTP {(int)http.StatusCode!.Value} ({http.StatusCode.Value})",
            HttpRequestException { StatusCode: { } status } => $"it answered HTTP {(int)status} ({status})",
            OperationCanceledException => "the connection was closed",
            // Sockets and processes say it best, and the layers above them only that something failed.
            IOException or HttpRequestException => e.GetBaseException().Message,
            _ => e.Message,
        };
        var stderr = source.Stderr;
        return new AelError(ErrorCode.ToolUnavailable, reason)
        {
            Detail = stderr.Count == 0 ? e?.Message : string.Join("\n", ["Last lines of its standard error:", .. stderr.TakeLast(10)]),
            Suggestion = Suggestion(e, source) ?? ErrorCode.ToolUnavailable.DefaultSuggestion,
        };
    }

    private static string? Suggestion(Exception? e, IToolSource source) => e switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            $"Correct the credentials in tools.mcp_servers.{source.Name}.headers.",
        HttpRequestException => $"Check that the server runs at tools.mcp_servers.{source.Name}.url.",
        _ when source.Transport == "stdio" => $"Run tools.mcp_servers.{source.Name}.command by hand and read what it says; the engine keeps restarting it.",
        _ => null,
    };

    private static AelError FromProtocol(McpProtocolException e, string tool, string server) => e.ErrorCode switch
    {
        McpErrorCode.InvalidParams => InvalidParams(e.Message, tool, server),
        McpErrorCode.MethodNotFound => new AelError(ErrorCode.ToolNotFound, $"MCP server '{server}' has no tools: {Text(e.Message)}") { Tool = tool },
        _ => Failed(tool, server, $"answered with error {(int)e.ErrorCode}: {Text(e.Message)}"),
    };

    // One code for two mistakes, so the words decide: "Unknown tool: 'x'" (C#, Python), "Tool x not found" (TypeScript).
    private static AelError InvalidParams(string message, string tool, string server)
    {
        var text = Text(message);
        var unknown = text.StartsWith("Unknown tool", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith($"Tool {tool} not found", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith($"Tool {tool} disabled", StringComparison.OrdinalIgnoreCase);
        return unknown
            ? new AelError(ErrorCode.ToolNotFound, $"MCP server '{server}' does not know the tool '{tool}': {FirstLine(text)}") { Tool = tool }
            : new AelError(ErrorCode.ToolRejected, $"tool '{tool}' of MCP server '{server}' refused its parameters: {FirstLine(text)}") { Detail = text, Tool = tool };
    }

    private static AelError Failed(string tool, string server, string what) =>
        new(ErrorCode.ToolFailed, $"tool '{tool}' of MCP server '{server}' {what}") { Tool = tool };

    // Both SDKs wrap the server's message in one of their own.
    private static string Text(string message)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["Request failed (remote): ", "MCP error -32602: "])
        {
            message = message.StartsWith(prefix, StringComparison.Ordinal) ? message[prefix.Length..] : message;
        }

        return message;
    }

    private static string FirstLine(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length <= 500 ? line.ToString() : string.Concat(line[..500], "...");
    }
}
