using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Mcp;
using Ael.Engine.Telemetry;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace Ael.Engine.Tests.Mcp;

/// <summary>The MCP door on a free port, with fakes behind it and real clients before it.</summary>
internal sealed class McpHost : IAsyncDisposable
{
    /// <summary>The last version with sessions, and the first without.</summary>
    public const string WithSession = "2025-11-25";

    public const string WithoutSession = "2026-07-28";

    private readonly WebApplication _app;

    private McpHost(WebApplication app) => _app = app;

    public FakeEngine Engine => (FakeEngine)_app.Services.GetRequiredService<IWorkflowEngine>();

    public FakeCatalogue Catalogue => (FakeCatalogue)_app.Services.GetRequiredService<IWorkflowCatalogue>();

    public AelTelemetry Telemetry => _app.Services.GetRequiredService<AelTelemetry>();

    public FakeTools Tools => (FakeTools)_app.Services.GetRequiredService<IToolClient>();

    public Uri Address => new(_app.Urls.First() + McpDoor.Path);

    public static async Task<McpHost> StartAsync(EngineOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options ?? new EngineOptions());
        AddFakes(builder.Services);
        builder.Services.AddMcpDoor();
        var app = builder.Build();
        app.MapMcpDoor();
        await app.StartAsync();
        return new McpHost(app);
    }

    public static void AddFakes(IServiceCollection services)
    {
        var catalogue = new FakeCatalogue();
        services.AddSingleton<IWorkflowEngine>(new FakeEngine());
        services.AddSingleton<IWorkflowCatalogue>(catalogue);
        services.AddSingleton<IWorkflowValidator>(catalogue);
        services.AddSingleton<IToolClient>(new FakeTools());
        services.AddMetrics().AddSingleton<AelTelemetry>();
    }

    public Task<McpClient> ConnectAsync(string version = WithoutSession, McpClientHandlers? handlers = null)
    {
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = Address, TransportMode = HttpTransportMode.StreamableHttp });
        return McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = version, Handlers = handlers ?? new() });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
