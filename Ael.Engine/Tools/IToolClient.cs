using System.Text.Json;
using Ael.Engine.Errors;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>The tools of all configured MCP servers.</summary>
internal interface IToolClient
{
    /// <summary>Every tool of every server that is up, ordered by name, then server. Never changes once read.</summary>
    IReadOnlyList<ToolInfo> Tools { get; }

    /// <summary>Every configured server, ordered by name.</summary>
    IReadOnlyList<ServerStatus> Servers { get; }

    /// <summary>Raised after <see cref="Tools"/> or <see cref="Servers"/> changed.</summary>
    event Action? Changed;

    /// <summary>
    /// Calls a tool and gives its result as JSON: <c>structuredContent</c>, else text (parsed when it is JSON), several items as a
    /// list, binary as objects with <c>mimeType</c>. Cancelling the token cancels the call at the server. Servers that are
    /// still connecting for the first time are waited for.
    /// </summary>
    /// <exception cref="AelException">TOOL_NOT_FOUND, TOOL_UNAVAILABLE, TOOL_REJECTED, TOOL_FAILED.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; <see cref="ToolTimeoutException"/> when <see cref="ToolCall.Stop"/> was not.</exception>
    Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken);

    /// <summary>The same call with the server's answer untouched, for passing through.</summary>
    /// <exception cref="AelException">TOOL_NOT_FOUND, TOOL_UNAVAILABLE, TOOL_REJECTED.</exception>
    Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken);

    /// <summary>Asks every server for its tools again and reconnects those that are down.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Waits until no server is in its first attempt to connect.</summary>
    Task WaitForFirstConnectAsync(CancellationToken cancellationToken);
}

/// <summary>One call. <paramref name="Server"/> null: the one server that offers the tool; two of them is TOOL_NOT_FOUND naming both.</summary>
internal sealed record ToolCall(string Tool, string? Server, JsonElement Arguments)
{
    /// <summary>
    /// Cancelled when whoever asked for the call wants it no more. A call that its token ends before this one was out of time. Null: its
    /// token has no other meaning.
    /// </summary>
    public CancellationToken? Stop { get; init; }

    /// <summary>How long the call took, as <c>ael_tool_duration_seconds</c> has it; known when the call's task has ended.</summary>
    public TimeSpan Took { get; set; }

    /// <summary>Receives the server's progress, when somebody wants it.</summary>
    public IProgress<ModelContextProtocol.ProgressNotificationValue>? Progress { get; init; }

    /// <summary>Receives the server's log notifications during the call, when somebody wants them.</summary>
    public Action<LoggingMessageNotificationParams>? Log { get; init; }
}

internal sealed record ToolInfo(string Name, string Server, Tool Protocol)
{
    public string? Description => Protocol.Description;

    public JsonElement InputSchema => Protocol.InputSchema;
}

internal enum ServerState
{
    Connecting,
    Up,
    Down,
    Disabled,
}

/// <summary>Health of one MCP server.</summary>
/// <param name="Name">Its key under <c>tools.mcp_servers</c>.</param>
/// <param name="Transport"><c>stdio</c> or <c>http</c>.</param>
/// <param name="State">Now.</param>
/// <param name="Since">Of this state.</param>
/// <param name="ToolCount">0 unless up.</param>
/// <param name="Restarts">How often a connection was lost and made again.</param>
/// <param name="Error">Why it is down; null when it is not.</param>
/// <param name="Stderr">Last lines that a stdio server wrote to its standard error.</param>
internal sealed record ServerStatus(
    string Name, string Transport, ServerState State, DateTimeOffset Since, int ToolCount, int Restarts, AelError? Error, IReadOnlyList<string> Stderr);
