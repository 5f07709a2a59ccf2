using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.Tools;

/// <summary>Calls against servers in this process, where both ends can be watched.</summary>
public class ToolCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_and_results_keep_their_json_types()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("same", (JsonElement value) => value.GetRawText()));
        await using var host = await ToolClientHost.StartAsync(server);

        var result = await host.CallAsync("same", new { value = new { text = "x", number = 1.50m, list = new object?[] { true, null } } });

        Assert.Equal("{\"text\":\"x\",\"number\":1.50,\"list\":[true,null]}", result.GetRawText());
    }

    [Fact]
    public async Task Cancelling_tells_the_server()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new InProcessServer("a", InProcessServer.Tool("wait", async (CancellationToken token) =>
        {
            using var registration = token.Register(cancelled.SetResult);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await using var host = await ToolClientHost.StartAsync(server);
        using var cancel = new CancellationTokenSource();

        var call = host.CallAsync("wait", cancellationToken: cancel.Token);
        await started.Task.WaitAsync(Token);
        await cancel.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancel.Token, exception.CancellationToken);
        await cancelled.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task Cancelling_returns_even_if_the_server_ignores_it()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new InProcessServer("a", InProcessServer.Tool("stubborn", async () =>
        {
            started.SetResult();
            await release.Task;
        }));
        await using var host = await ToolClientHost.StartAsync(server);
        using var cancel = new CancellationTokenSource();

        var call = host.CallAsync("stubborn", cancellationToken: cancel.Token);
        await started.Task.WaitAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Token));
        release.SetResult();
    }

    [Fact]
    public async Task A_thousand_progress_values_arrive_in_order_before_the_result()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("count", async (IProgress<ProgressNotificationValue> progress, McpServer mcp, RequestContext<CallToolRequestParams> context) =>
        {
            for (var i = 1; i <= 1000; i++)
            {
                await mcp.NotifyProgressAsync(context.Params!.ProgressToken!.Value, new ProgressNotificationValue { Progress = i, Message = $"{i}" });
            }
        }));
        await using var host = await ToolClientHost.StartAsync(server);
        var progress = new ProgressRecorder();

        await host.Client.CallAsync(ToolClientHost.Call("count") with { Progress = progress }, Token);

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (double)i), progress.Values);
    }

    [Fact]
    public async Task Log_notifications_reach_the_call_that_wants_them()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("chatty", async (McpServer mcp, RequestContext<CallToolRequestParams> context) =>
        {
            await context.Server.SendNotificationAsync(
                NotificationMethods.LoggingMessageNotification,
                new LoggingMessageNotificationParams
                {
                    Level = LoggingLevel.Info,
                    Logger = "chatty",
                    Data = JsonSerializer.SerializeToElement($"level {context.JsonRpcRequest.Context?.LogLevel}"),
                });
        }));
        await using var host = await ToolClientHost.StartAsync(server);
        var lines = new List<LoggingMessageNotificationParams>();

        await host.Client.CallAsync(ToolClientHost.Call("chatty") with { Log = lines.Add }, Token);

        var line = Assert.Single(lines);
        Assert.Equal(("chatty", LoggingLevel.Info, "level Debug"), (line.Logger, line.Level, line.Data.GetString()));
    }

    [Fact]
    public async Task A_receiver_of_progress_that_throws_does_not_end_the_connection()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("step", (IProgress<ProgressNotificationValue> progress) =>
        {
            progress.Report(new ProgressNotificationValue { Progress = 1 });
            return "done";
        }));
        await using var host = await ToolClientHost.StartAsync(server);
        var call = ToolClientHost.Call("step") with { Progress = new ProgressRecorder { OnFirst = () => throw new InvalidOperationException("mine") } };

        var result = await host.Client.CallAsync(call, Token);

        Assert.Equal("done", result.GetString());
        Assert.Equal(0, host.Client.Servers[0].Restarts);
    }

    [Fact]
    public async Task An_error_result_fails_the_call_and_passes_through_raw()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("bad", () => new CallToolResult
        {
            IsError = true,
            Content = [new TextContentBlock { Text = "disk full\nsecond line" }],
        }));
        await using var host = await ToolClientHost.StartAsync(server);

        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("bad"))).Error;
        var raw = await host.Client.CallRawAsync(ToolClientHost.Call("bad"), Token);

        Assert.Equal(ErrorCode.ToolFailed, error.Code);
        Assert.Equal("tool 'bad' of MCP server 'a' failed: disk full", error.Message);
        Assert.Equal("disk full\nsecond line", error.Detail);
        Assert.True(raw.IsError);
    }

    [Theory]
    [InlineData(McpErrorCode.InvalidParams, "x must be positive", "TOOL_REJECTED")]
    [InlineData(McpErrorCode.InvalidParams, "Unknown tool: 'odd'", "TOOL_NOT_FOUND")]
    [InlineData(McpErrorCode.InvalidParams, "Tool odd not found", "TOOL_NOT_FOUND")]
    [InlineData(McpErrorCode.InternalError, "boom", "TOOL_FAILED")]
    [InlineData((McpErrorCode)(-32050), "custom", "TOOL_FAILED")]
    public async Task Errors_of_the_protocol_become_errors_of_the_catalogue(McpErrorCode code, string text, string expected)
    {
        var server = new InProcessServer("a", InProcessServer.Tool("odd", () => "never"))
        {
            Configure = o => o.Handlers.CallToolHandler = null,
        };
        server.Tools.Clear();
        server.Tools.Add(new ThrowingTool("odd", new McpProtocolException(text, code)));
        await using var host = await ToolClientHost.StartAsync(server);

        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("odd"))).Error;

        Assert.Equal(expected, error.Code.Name);
        Assert.Equal("odd", error.Tool);
        if (expected != "TOOL_NOT_FOUND")
        {
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Parameters_that_are_no_object_are_rejected()
    {
        await using var host = await ToolClientHost.StartAsync(new InProcessServer("a", InProcessServer.Tool("t", () => "x")));

        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("t", new[] { 1 }))).Error;

        Assert.Equal(ErrorCode.ToolRejected, error.Code);
    }

    private sealed class ThrowingTool(string name, Exception exception) : McpServerTool
    {
        public override Tool ProtocolTool { get; } = new() { Name = name };

        public override IReadOnlyList<object> Metadata => [];

        public override ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
            throw exception;
    }
}
