using System.Threading.Channels;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Tools;

public class ServerConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pause_doubles_from_half_a_second_to_its_limit()
    {
        var time = new SteppingTime();
        var server = new InProcessServer("down") { BeforeOpen = _ => throw new IOException("refused") };
        await using var host = await ToolClientHost.StartAsync(sources: [server], time: time);

        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            pauses.Add((await time.NextTimerAsync(Token)).TotalSeconds);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], pauses);
    }

    [Fact]
    public async Task Down_since_is_when_it_went_down_not_the_last_attempt()
    {
        var time = new SteppingTime();
        var server = new InProcessServer("down") { BeforeOpen = _ => throw new IOException("refused") };
        await using var host = await ToolClientHost.StartAsync(sources: [server], time: time);
        await host.Client.WaitForFirstConnectAsync(Token);
        var since = host.Client.Servers[0].Since;

        await time.NextTimerAsync(Token);
        await time.NextTimerAsync(Token);
        await time.NextTimerAsync(Token);

        Assert.Equal(since, host.Client.Servers[0].Since);
        Assert.True(time.GetUtcNow() > since);
        var error = (await Assert.ThrowsAsync<AelException>(() => host.CallAsync("t", server: "down"))).Error;
        Assert.Equal($"MCP server 'down' is down since {since:yyyy-MM-dd HH:mm:ss}Z: refused", error.Message);
    }

    [Fact]
    public async Task A_lost_connection_is_made_again_and_counted()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("t", () => "x"));
        await using var host = await ToolClientHost.StartAsync(server);
        await host.CallAsync("t");

        await server.DropAsync();
        await host.UntilAsync(c => c.Servers[0].State == ServerState.Down);
        Assert.Empty(host.Client.Tools);
        Assert.Equal(0, host.Client.Servers[0].ToolCount);
        await host.UntilAsync(c => c.Servers[0].State == ServerState.Up);

        Assert.Equal(1, host.Client.Servers[0].Restarts);
        Assert.Null(host.Client.Servers[0].Error);
        Assert.Equal("x", (await host.CallAsync("t")).GetString());
    }

    [Fact]
    public async Task A_connection_lost_during_a_call_fails_the_call()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new InProcessServer("a", InProcessServer.Tool("wait", async (CancellationToken token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await using var host = await ToolClientHost.StartAsync(server);

        var call = host.CallAsync("wait");
        await started.Task.WaitAsync(Token);
        await server.DropAsync();

        var error = (await Assert.ThrowsAsync<AelException>(() => call.WaitAsync(Token))).Error;
        Assert.Equal(ErrorCode.ToolUnavailable, error.Code);
        Assert.Contains("'a' was lost during the call of 'wait'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_fails_the_calls_in_flight()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new InProcessServer("a", InProcessServer.Tool("wait", async (CancellationToken token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await using var host = await ToolClientHost.StartAsync(server);

        var call = host.CallAsync("wait");
        await started.Task.WaitAsync(Token);
        await host.Client.StopAsync(Token);

        var error = (await Assert.ThrowsAsync<AelException>(() => call.WaitAsync(Token))).Error;
        Assert.Contains("stopping", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_list_of_tools_is_read_again()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("one", () => 1));
        await using var host = await ToolClientHost.StartAsync(server);
        await host.UntilAsync(c => c.Tools.Count == 1);
        var before = host.Client.Tools;

        // The subscription may not have arrived yet, and then nothing is announced: change it until something is.
        server.Tools.Add(InProcessServer.Tool("two", () => 2));
        await host.Client.RefreshAsync(Token);
        server.Tools.Add(InProcessServer.Tool("three", () => 3));
        await host.UntilAsync(c => c.Tools.Count == 3);

        Assert.Equal(["one", "three", "two"], host.Client.Tools.Select(t => t.Name));
        Assert.Single(before);
        Assert.Equal(3, (await host.CallAsync("three")).GetInt32());
    }

    [Fact]
    public async Task All_pages_of_tools_are_read()
    {
        var server = new InProcessServer("a", [.. Enumerable.Range(0, 250).Select(i => InProcessServer.Tool($"tool-{i:000}", () => i))])
        {
            Configure = o =>
            {
                var all = o.ToolCollection!.Select(t => t.ProtocolTool).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
                o.Handlers.ListToolsHandler = (request, _) =>
                {
                    var from = int.Parse(request.Params?.Cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture);
                    return ValueTask.FromResult(new ModelContextProtocol.Protocol.ListToolsResult
                    {
                        Tools = [.. all.Skip(from).Take(100)],
                        NextCursor = from + 100 < all.Count ? $"{from + 100}" : null,
                    });
                };
                o.ToolCollection = null;
            },
        };
        await using var host = await ToolClientHost.StartAsync(server);
        await host.Client.WaitForFirstConnectAsync(Token);

        Assert.Equal(250, host.Client.Tools.Count);
    }

    [Fact]
    public async Task Refresh_connects_a_server_that_is_down_without_waiting_for_the_pause()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("t", () => "x")) { BeforeOpen = _ => throw new IOException("refused") };
        // Time stands still, so no pause ever ends by itself.
        await using var host = await ToolClientHost.StartAsync(sources: [server], time: new FakeTimeProvider());
        await host.Client.WaitForFirstConnectAsync(Token);

        server.BeforeOpen = null;
        await host.Client.RefreshAsync(Token);

        Assert.Equal("x", (await host.CallAsync("t")).GetString());
    }

    [Fact]
    public async Task A_listener_that_throws_harms_nobody()
    {
        var server = new InProcessServer("a", InProcessServer.Tool("t", () => "x"));
        await using var host = await ToolClientHost.StartAsync(server);
        await host.CallAsync("t");
        host.Client.Changed += () => throw new InvalidOperationException("mine");

        await server.DropAsync();
        await host.UntilAsync(c => c.Servers[0] is { State: ServerState.Up, Restarts: 1 });

        Assert.Equal("x", (await host.CallAsync("t")).GetString());
    }

    /// <summary>Jumps to the end of each pause as soon as it begins, and hands out how long it was.</summary>
    private sealed class SteppingTime : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

        public async Task<TimeSpan> NextTimerAsync(CancellationToken cancellationToken)
        {
            var pause = await _pauses.Reader.ReadAsync(cancellationToken);
            Advance(pause);
            return pause;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            // The connect timeout is a timer too; it is longer than every pause but the last, and owned by a token source.
            if (state is not CancellationTokenSource && dueTime > TimeSpan.Zero)
            {
                _pauses.Writer.TryWrite(dueTime);
            }

            return timer;
        }
    }
}
