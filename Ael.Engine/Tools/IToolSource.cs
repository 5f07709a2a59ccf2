using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>
/// One MCP server and the way to reach it. Those of <c>tools.mcp_servers</c> come from <see cref="ConfiguredSources"/>; others (an in-process
/// server, a new transport) are registered in the container and treated the same.
/// </summary>
internal interface IToolSource : IAsyncDisposable
{
    /// <summary>The name that workflows pin with <c>mcp:</c>; unique among all sources.</summary>
    string Name { get; }

    /// <summary>As shown in <see cref="ServerStatus.Transport"/>.</summary>
    string Transport { get; }

    bool Enabled => true;

    /// <summary>How often to ask an idle server whether it is still there; null when the transport notices a loss by itself.</summary>
    TimeSpan? ProbeInterval => null;

    /// <summary>The last lines that the server wrote to its standard error.</summary>
    IReadOnlyList<string> Stderr => [];

    /// <summary>What became of the last connection, as in "ended with exit code 1"; null when nothing closer is known than the exception.</summary>
    string? LossReason => null;

    /// <summary>Where its session notes the calls under way, for a source that hears from the server beside the protocol; null for one that does not.</summary>
    CallContexts? Calls => null;

    /// <summary>Opens a connection. Called again after the previous one was disposed.</summary>
    Task<ITransport> OpenAsync(CancellationToken cancellationToken);
}
