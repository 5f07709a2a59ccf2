using System.Diagnostics;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Mcp;

/// <summary>What a call says beside its arguments, which differs between generations of the protocol.</summary>
internal static class CallerWishes
{
    // The first version without sessions: what was said once per session is said with each request.
    private const string FirstWithoutSessions = "2026-07-28";

    private const string SdkSource = "Experimental.ModelContextProtocol";

    /// <summary>
    /// Lowest level of log lines the caller wants, null for none. Callers with sessions get information and above unless they set
    /// another level; later ones get what the request asks for.
    /// </summary>
    public static LoggingLevel? LogLevel(RequestContext<CallToolRequestParams> context) =>
        HasSession(context.Server)
            ? context.Server.LoggingLevel ?? LoggingLevel.Info
            : context.JsonRpcRequest.Context?.LogLevel;

    /// <summary>Whether the caller began with <c>initialize</c>, as those of versions before 2026-07-28 do.</summary>
    public static bool HasSession(McpServer server) => string.CompareOrdinal(server.NegotiatedProtocolVersion, FirstWithoutSessions) < 0;

    /// <summary>
    /// The caller's trace: the protocol library's span, which is a child of it. When nobody listens to that library there is no such
    /// span, and any current one belongs to the web server; then what the request says itself counts.
    /// </summary>
    public static ActivityContext Trace(RequestContext<CallToolRequestParams> context)
    {
        var current = Activity.Current;
        if (current?.Source.Name != SdkSource
            && ActivityContext.TryParse(Text("traceparent"), Text("tracestate"), isRemote: true, out var parent))
        {
            return parent;
        }

        return current?.Context ?? default;

        string? Text(string key) => context.Params.Meta?[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
    }
}
