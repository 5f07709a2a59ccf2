using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;

namespace Ael.Engine.Tests.Tools;

public class EverythingHttpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_structured_image_and_error_results()
    {
        await using var server = await EverythingServer.StartAsync(Token);
        await using var host = await ToolClientHost.StartAsync("everything", server.Options);

        var echo = await host.CallAsync("echo", new { message = "hello" });
        var weather = await host.CallAsync("get-structured-content", new { location = "Chicago" });
        var image = await host.CallAsync("get-tiny-image");
        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("get-sum", new { a = "one", b = 2 }))).Error;

        Assert.Equal("Echo: hello", echo.GetString());
        Assert.Equal(82, weather.GetProperty("humidity").GetInt32());
        Assert.Equal("image/png", image[1].GetProperty("mimeType").GetString());
        Assert.Equal(ErrorCode.ToolRejected, error.Code);
        Assert.Equal("http", host.Client.Servers[0].Transport);
    }

    [Fact]
    public async Task Progress_arrives_during_the_call()
    {
        await using var server = await EverythingServer.StartAsync(Token);
        await using var host = await ToolClientHost.StartAsync("everything", server.Options);
        var progress = new ProgressRecorder();
        var call = ToolClientHost.Call("trigger-long-running-operation", new { duration = 0.2, steps = 4 }) with { Progress = progress };

        await host.Client.CallAsync(call, Token);

        Assert.Equal([1, 2, 3, 4], progress.Values);
    }

    [Fact]
    public async Task A_cancelled_call_returns_at_once()
    {
        await using var server = await EverythingServer.StartAsync(Token);
        await using var host = await ToolClientHost.StartAsync("everything", server.Options);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new ProgressRecorder { OnFirst = cancel.Cancel };
        var call = ToolClientHost.Call("trigger-long-running-operation", new { duration = 600, steps = 6000 }) with { Progress = progress };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Client.CallAsync(call, cancel.Token));

        Assert.Equal("Echo: still here", (await host.CallAsync("echo", new { message = "still here" })).GetString());
    }

    [Fact]
    public async Task A_server_killed_during_a_call_is_reported_and_found_again()
    {
        await using var server = await EverythingServer.StartAsync(Token);
        await using var host = await ToolClientHost.StartAsync("everything", server.Options);
        Task? killing = null;
        var call = ToolClientHost.Call("trigger-long-running-operation", new { duration = 600, steps = 6000 })
            with
        { Progress = new ProgressRecorder { OnFirst = () => killing = server.KillAsync() } };

        var error = (await Assert.ThrowsAsync<AelException>(() => host.Client.CallAsync(call, Token))).Error;

        Assert.Equal(ErrorCode.ToolUnavailable, error.Code);
        Assert.NotNull(killing);
        await using var second = await EverythingServer.StartAsync(Token, server.Port);
        await host.UntilAsync(c => c.Servers[0].State == ServerState.Up);
        Assert.Equal("Echo: again", (await host.CallAsync("echo", new { message = "again" })).GetString());
    }

    [Fact]
    public async Task A_restarted_server_that_does_not_know_our_session_is_connected_again()
    {
        await using var server = await EverythingServer.StartAsync(Token);
        await using var host = await ToolClientHost.StartAsync("everything", server.Options);
        await host.CallAsync("echo", new { message = "one" });
        await server.KillAsync();
        await using var second = await EverythingServer.StartAsync(Token, server.Port);

        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("echo", new { message = "two" }))).Error;

        Assert.Equal(ErrorCode.ToolUnavailable, error.Code);
        Assert.True(error.Retryable);
        await host.UntilAsync(c => c.Servers[0].State == ServerState.Up);
        Assert.Equal("Echo: three", (await host.CallAsync("echo", new { message = "three" })).GetString());
    }

    [Fact]
    public async Task A_server_that_is_down_at_start_delays_nothing_and_is_found_when_it_comes()
    {
        await using var first = await EverythingServer.StartAsync(Token);
        await first.KillAsync();
        await using var host = await ToolClientHost.StartAsync(new Dictionary<string, McpServerOptions>
        {
            ["late"] = first.Options,
            ["ready"] = EverythingServer.Stdio,
        });

        var echo = await host.CallAsync("echo", new { message = "hello" }, server: "ready");
        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("echo", server: "late"))).Error;

        Assert.Equal("Echo: hello", echo.GetString());
        Assert.Equal(ErrorCode.ToolUnavailable, error.Code);
        Assert.Contains("'late' is down since", error.Message, StringComparison.Ordinal);
        Assert.Contains("refused", error.Message, StringComparison.OrdinalIgnoreCase);
        await using var second = await EverythingServer.StartAsync(Token, first.Port);
        await host.Client.RefreshAsync(Token);
        Assert.Equal("Echo: now", (await host.CallAsync("echo", new { message = "now" }, server: "late")).GetString());
    }

    [Fact]
    public async Task A_server_of_the_older_sse_transport_works_too()
    {
        await using var server = await EverythingServer.StartAsync(Token, sse: true);
        await using var host = await ToolClientHost.StartAsync("everything", server.Options);

        var echo = await host.CallAsync("echo", new { message = "hello" });

        Assert.Equal("Echo: hello", echo.GetString());
    }
}
