using Ael.Engine.Configuration;
using Ael.Engine.Hosting;
using Ael.Engine.Mcp;
using Ael.Engine.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Mcp;

/// <summary>The whole engine as it is shipped, on a free port, with workflows of its own.</summary>
internal sealed class EngineServer : IAsyncDisposable
{
    public const string Hello = """
        name: hello
        version: "1.0"
        description: Greets
        inputs:
          - name
          - times: 1
        steps:
          - id: greet
            code: return ["hello " + context.inputs["name"]] * context.inputs["times"]
          - id: count
            code: return len(context.steps["greet"].output)
        outputs:
          lines: { from: steps.greet.output, description: What was said }
          count: { value: "{{ steps.count.output }}" }
        """;

    public const string Broken = """
        name: broken
        version: "1.0"
        steps:
          - id: fine
            code: return 1
          - id: fails
            code: raise ValueError("on purpose")
        """;

    private readonly WebApplication _app;
    private readonly string _folder;

    private EngineServer(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
    }

    public Uri Mcp => new(new Uri(_app.Urls.First()), McpDoor.Path);

    /// <param name="servers">MCP servers behind the engine, whose tools it passes through.</param>
    /// <param name="cancellationToken">Ends the wait for them.</param>
    public static async Task<EngineServer> StartAsync(IReadOnlyDictionary<string, McpServerOptions> servers, CancellationToken cancellationToken)
    {
        var folder = WriteWorkflows();
        var app = EngineHosts.BuildServer(new EngineOptions
        {
            Server = new() { Port = 0 },
            Workflows = new() { Directory = folder },
            Storage = new() { Path = ":memory:" },
            Tools = new() { McpServers = servers },
            Mcp = new() { Exposure = new() { Tools = true } },
            Telemetry = new() { Enabled = false },
            Logging = new() { Level = Microsoft.Extensions.Logging.LogLevel.Critical },
        });
        await app.StartAsync(cancellationToken);
        await app.Services.GetRequiredService<IToolClient>().WaitForFirstConnectAsync(cancellationToken);
        return new EngineServer(app, folder);
    }

    /// <summary>A new folder with this class's workflows.</summary>
    public static string WriteWorkflows()
    {
        var folder = Directory.CreateTempSubdirectory("ael-mcp-").FullName;
        File.WriteAllText(Path.Combine(folder, "hello.yaml"), Hello);
        File.WriteAllText(Path.Combine(folder, "broken.yaml"), Broken);
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
