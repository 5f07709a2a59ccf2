using System.Collections.Concurrent;
using Ael.Engine.Configuration;
using Ael.Engine.Hosting;
using Ael.Engine.Tests.Api;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Security;

/// <summary>The served engine with API keys, and an MCP server behind it that notes the headers of every request.</summary>
public sealed class KeyedEngine : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ael-keyed-");
    private WebApplication _server = null!;
    private WebApplication _app = null!;

    public HttpClient Http { get; private set; } = null!;

    public ConcurrentQueue<string> Seen { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddMcpServer().WithHttpTransport().WithTools([InProcessServer.Tool("echo", (string text) => text)]);
        _server = builder.Build();
        _server.Use(next => context =>
        {
            Seen.Enqueue(string.Join('\n', context.Request.Headers.Select(h => $"{h.Key}: {h.Value}")));
            return next(context);
        });
        _server.MapMcp("/");
        await _server.StartAsync();

        _app = EngineHosts.BuildServer(TestKeys.Options with
        {
            Server = new ServerOptions { Port = 0 },
            Workflows = new WorkflowOptions { Directory = _folder.FullName, Watch = false },
            Storage = new StorageOptions { Path = ":memory:" },
            Tools = new ToolOptions
            {
                McpServers = new Dictionary<string, McpServerOptions>
                {
                    ["one"] = new() { Url = new Uri(_server.Urls.Single()), Headers = new Dictionary<string, string> { ["X-Api-Key"] = "own-key-of-the-engine" } },
                },
            },
            Telemetry = new TelemetryOptions { Enabled = false },
            Logging = new LoggingOptions { Level = LogLevel.Critical },
        });
        await _app.StartAsync();
        await _app.Services.GetRequiredService<IToolClient>().WaitForFirstConnectAsync(CancellationToken.None);
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
