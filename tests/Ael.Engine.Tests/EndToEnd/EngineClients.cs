using ModelContextProtocol.Client;

namespace Ael.Engine.Tests.EndToEnd;

internal static class EngineClients
{
    /// <summary>An MCP session with a serving engine.</summary>
    public static Task<McpClient> ConnectAsync(this ServingEngine engine, McpClientOptions options, CancellationToken cancellationToken) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = engine.Mcp, TransportMode = HttpTransportMode.StreamableHttp }), options, cancellationToken: cancellationToken);
}
