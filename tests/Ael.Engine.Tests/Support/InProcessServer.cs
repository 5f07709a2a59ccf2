using System.IO.Pipelines;
using Ael.Engine.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.Support;

/// <summary>An MCP server inside the test process, reached over pipes. Each connection gets a server of its own with the same tools.</summary>
internal sealed class InProcessServer(string name, params McpServerTool[] tools) : IToolSource
{
    private readonly List<Connection> _connections = [];

    public string Name => name;

    public string Transport => "in_process";

    public McpServerPrimitiveCollection<McpServerTool> Tools { get; } = [.. tools];

    /// <summary>Adds handlers and the like before a connection is served.</summary>
    public Action<McpServerOptions>? Configure { get; init; }

    /// <summary>Runs before a connection is made; its exception is the failure to connect.</summary>
    public Func<CancellationToken, Task>? BeforeOpen { get; set; }

    public int Opened { get; private set; }

    public static McpServerTool Tool(string name, Delegate method, string? description = null) =>
        McpServerTool.Create(method, new McpServerToolCreateOptions { Name = name, Description = description });

    public async Task<ITransport> OpenAsync(CancellationToken cancellationToken)
    {
        Opened++;
        if (BeforeOpen is { } before)
        {
            await before(cancellationToken);
        }

        Pipe toServer = new(), toClient = new();
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = name, Version = "1.0" },
            ToolCollection = Tools,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability { ListChanged = true }, Logging = new LoggingCapability() },
        };
        Configure?.Invoke(options);
        var server = McpServer.Create(new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream(), name), options);
        _connections.Add(new Connection(server, toServer, toClient, server.RunAsync(CancellationToken.None)));
        return await new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()).ConnectAsync(cancellationToken);
    }

    /// <summary>Breaks the current connection, as a crash would.</summary>
    public async Task DropAsync()
    {
        var connection = _connections[^1];
        await connection.ToClient.Writer.CompleteAsync();
        await connection.ToServer.Writer.CompleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.ToServer.Writer.CompleteAsync();
            await connection.Server.DisposeAsync();
        }
    }

    private sealed record Connection(McpServer Server, Pipe ToServer, Pipe ToClient, Task Running);
}
