using Ael.Benchmarks.Load;
using Ael.Engine.Configuration;
using Ael.Engine.Hosting;
using Ael.Engine.Telemetry;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Benchmarks.Mcp;

/// <summary>The processes between which a call travels: a server with a tool, and what stands before it: a proxy of the SDK alone, or the engine.</summary>
internal static class McpRoles
{
    public const string Server = "--mcp-server";
    public const string Proxy = "--mcp-proxy";
    public const string Engine = "--mcp-engine";

    /// <summary>Its tool, and the workflow that calls it.</summary>
    public const string Tool = "echo";
    public const string Workflow = "say";

    private const string Definition = """
        name: say
        version: "1.0"
        inputs:
          - text
        steps:
          - id: echo
            tool: echo
            params: { text: "{{ inputs.text }}" }
        output: "{{ steps.echo.output }}"
        """;

    public static Task<int> ServeAsync() => WebProcess.ServeAsync(Web(McpServerTool.Create((string text) => text, new McpServerToolCreateOptions { Name = Tool })));

    /// <summary>A tool that calls the one behind it, and nothing else.</summary>
    public static async Task<int> ProxyAsync(string server)
    {
        await using var client = await ConnectAsync(new Uri(server));
        return await WebProcess.ServeAsync(Web(McpServerTool.Create(
            async (string text, CancellationToken cancellationToken) => await CallAsync(client, Tool, text, cancellationToken),
            new McpServerToolCreateOptions { Name = Tool })));
    }

    /// <summary>What an engine is without, to see what that costs.</summary>
    public const string Nothing = "nothing";
    public const string File = "file";
    public const string Telemetry = "telemetry";

    /// <summary>The engine as it is by default, its store in a file; only its log goes nowhere.</summary>
    /// <param name="server">Whose tool it calls.</param>
    /// <param name="less"><see cref="Nothing"/>; <see cref="File"/>: its store is in memory; <see cref="Telemetry"/>: so it is, and telemetry is off.</param>
    public static async Task<int> EngineAsync(string server, string less)
    {
        var folder = Directory.CreateTempSubdirectory("ael-benchmark-");
        try
        {
            var workflows = folder.CreateSubdirectory("workflows").FullName;
            await System.IO.File.WriteAllTextAsync(Path.Combine(workflows, "say.yaml"), Definition);
            var options = new EngineOptions
            {
                Server = new ServerOptions { Port = WebProcess.FreePort() },
                Workflows = new WorkflowOptions { Directory = workflows },
                Storage = new StorageOptions { Path = less == Nothing ? Path.Combine(folder.FullName, "ael.db") : ":memory:" },
                Telemetry = new TelemetryOptions { Enabled = less != Telemetry, Metrics = new MetricsOptions { Port = WebProcess.FreePort() } },
                Tools = new ToolOptions { McpServers = new Dictionary<string, Ael.Engine.Configuration.McpServerOptions> { ["tools"] = new() { Url = new Uri(server) } } },
            };
            return await WebProcess.ServeAsync(EngineHosts.BuildServer(options, services => services.AddSingleton(new LogDestination(() => Stream.Null))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static Task<McpClient> ConnectAsync(Uri server) => McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
    {
        Endpoint = new Uri(server, "/mcp"),
        TransportMode = HttpTransportMode.StreamableHttp,
    }));

    /// <exception cref="InvalidOperationException">It is not answered with its own text.</exception>
    public static async Task<CallToolResult> CallAsync(McpClient client, string tool, string text, CancellationToken cancellationToken)
    {
        var result = await client.CallToolAsync(tool, new Dictionary<string, object?> { ["text"] = text }, cancellationToken: cancellationToken);
        return result.IsError is not true && result.Content is [TextContentBlock answer, ..] && answer.Text.Contains(text, StringComparison.Ordinal)
            ? result : throw new InvalidOperationException($"{tool} answered {string.Join(", ", result.Content.OfType<TextContentBlock>().Select(c => c.Text))}");
    }

    private static WebApplication Web(McpServerTool tool)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMcpServer().WithHttpTransport().WithTools([tool]);
        var app = builder.Build();
        app.MapMcp("/mcp");
        return app;
    }
}
