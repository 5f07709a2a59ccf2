using System.Collections.Concurrent;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Tools;

/// <summary>The HTTP transport against ASP.NET servers in this process.</summary>
public class HttpToolSourceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-07-28")]
    [InlineData("2025-06-18")]
    public async Task Cancelling_reaches_the_server(string protocol)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await McpAsync(protocol, InProcessServer.Tool("wait", async (CancellationToken token) =>
        {
            using var registration = token.Register(cancelled.SetResult);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await using var host = await ToolClientHost.StartAsync("web", Options(server));
        using var cancel = new CancellationTokenSource();

        var call = host.CallAsync("wait", cancellationToken: cancel.Token);
        await started.Task.WaitAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Token));
        await cancelled.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Configured_headers_are_sent_with_every_request()
    {
        var seen = new ConcurrentBag<string?>();
        await using var server = await McpAsync("2026-07-28", [InProcessServer.Tool("t", () => "x")], async (context, next) =>
        {
            seen.Add(context.Request.Headers["X-Key"]);
            await next();
        });
        await using var host = await ToolClientHost.StartAsync(
            "web", Options(server) with { Headers = new Dictionary<string, string> { ["X-Key"] = "k" } });

        await host.CallAsync("t");

        Assert.True(seen.Count >= 3);
        Assert.All(seen, v => Assert.Equal("k", v));
    }

    [Theory]
    [InlineData(401, "refused access with HTTP 401 (Unauthorized)", "headers")]
    [InlineData(403, "refused access with HTTP 403 (Forbidden)", "headers")]
    [InlineData(500, "HTTP 500", "url")]
    public async Task A_refusal_is_readable(int status, string message, string suggestion)
    {
        await using var server = await WebAsync(app => app.Run(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }));
        await using var host = await ToolClientHost.StartAsync("web", Options(server));

        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("t", server: "web"))).Error;

        Assert.Equal(ErrorCode.ToolUnavailable, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains($"tools.mcp_servers.web.{suggestion}", error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_the_connect_timeout()
    {
        await using var server = await WebAsync(app => app.Run(context => Task.Delay(Timeout.Infinite, context.RequestAborted)));
        await using var host = await ToolClientHost.StartAsync(
            new Dictionary<string, McpServerOptions> { ["web"] = Options(server) }, connectTimeout: TimeSpan.FromMilliseconds(200));

        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("t", server: "web"))).Error;

        Assert.EndsWith("did not answer within 0.2 s", error.Message, StringComparison.Ordinal);
    }

    private static McpServerOptions Options(WebApplication server) => new() { Url = new Uri(server.Urls.Single() + "/mcp") };

    private static Task<WebApplication> McpAsync(string protocol, params ModelContextProtocol.Server.McpServerTool[] tools) => McpAsync(protocol, tools, null);

    private static Task<WebApplication> McpAsync(
        string protocol, ModelContextProtocol.Server.McpServerTool[] tools, Func<HttpContext, Func<Task>, Task>? middleware) =>
        WebAsync(
            app =>
            {
                if (middleware is not null)
                {
                    app.Use(middleware);
                }

                app.MapMcp("/mcp");
            },
            // The revision of 2026 has no sessions; those before it have.
            services => services.AddMcpServer(o => o.ProtocolVersion = protocol)
                .WithHttpTransport(o => o.Stateless = protocol == "2026-07-28").WithTools(tools));

    private static async Task<WebApplication> WebAsync(Action<WebApplication> configure, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        services?.Invoke(builder.Services);
        var app = builder.Build();
        configure(app);
        await app.StartAsync(Token);
        return app;
    }
}
