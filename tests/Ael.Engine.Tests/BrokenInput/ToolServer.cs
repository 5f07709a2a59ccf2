using Ael.Engine.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.BrokenInput;

/// <summary>An MCP server over HTTP for the engine to call: <c>echo</c>, <c>fails</c> and, on both that there are, <c>twice</c>.</summary>
internal sealed class ToolServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ToolServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single() + "/";

    public static Task<ToolServer> StartFirstAsync() => StartAsync(
        InProcessServer.Tool("echo", (string text, int times = 1) => string.Concat(Enumerable.Repeat(text, times))),
        InProcessServer.Tool("fails", string (bool anyway = true) => anyway ? throw new McpException("disk full") : "ok"),
        InProcessServer.Tool("twice", () => "first"));

    public static Task<ToolServer> StartSecondAsync() => StartAsync(InProcessServer.Tool("twice", () => "second"));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<ToolServer> StartAsync(params McpServerTool[] tools)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddMcpServer().WithHttpTransport().WithTools(tools);
        var app = builder.Build();
        app.MapMcp("/");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ToolServer(app);
    }
}
