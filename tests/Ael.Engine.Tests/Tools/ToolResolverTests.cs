using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;

namespace Ael.Engine.Tests.Tools;

public class ToolResolverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tool_of_two_servers_needs_a_pin()
    {
        await using var host = await ToolClientHost.StartAsync(Server("one", "search"), Server("two", "search"));
        await host.Client.WaitForFirstConnectAsync(Token);

        var error = await ErrorOf(host.CallAsync("search"));

        Assert.Equal(ErrorCode.ToolNotFound, error.Code);
        Assert.Contains("'one' and 'two'", error.Message, StringComparison.Ordinal);
        Assert.Contains("mcp: one", error.Suggestion, StringComparison.Ordinal);
        Assert.Equal("two", (await host.CallAsync("search", server: "two")).GetString());
    }

    [Fact]
    public async Task An_unknown_tool_names_its_neighbours()
    {
        await using var host = await ToolClientHost.StartAsync(Server("one", "git_log", "git_show"));

        var error = await ErrorOf(host.CallAsync("git_lgo"));

        Assert.Equal(ErrorCode.ToolNotFound, error.Code);
        Assert.Contains("'git_log'", error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_server_names_the_ones_there_are()
    {
        await using var host = await ToolClientHost.StartAsync(Server("files", "read"));

        var error = await ErrorOf(host.CallAsync("read", server: "flies"));

        Assert.Equal(ErrorCode.ToolNotFound, error.Code);
        Assert.Contains("'files'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'files'", error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_pinned_to_the_wrong_server_says_where_it_is()
    {
        await using var host = await ToolClientHost.StartAsync(Server("one", "read"), Server("two", "write"));
        await host.Client.WaitForFirstConnectAsync(Token);

        var error = await ErrorOf(host.CallAsync("read", server: "two"));

        Assert.Equal(ErrorCode.ToolNotFound, error.Code);
        Assert.Contains("'one'", error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_still_connecting_is_waited_for()
    {
        var gate = new TaskCompletionSource();
        var slow = Server("slow", "late");
        slow.BeforeOpen = gate.Task.WaitAsync;
        await using var host = await ToolClientHost.StartAsync(slow, Server("quick", "early"));

        var early = await host.CallAsync("early");
        var late = host.CallAsync("late");
        var pinned = host.CallAsync("late", server: "slow");
        Assert.False(late.IsCompleted);
        Assert.Equal(ServerState.Connecting, host.Client.Servers.Single(s => s.Name == "slow").State);
        gate.SetResult();

        Assert.Equal("quick", early.GetString());
        Assert.Equal("slow", (await late).GetString());
        Assert.Equal("slow", (await pinned).GetString());
    }

    [Fact]
    public async Task Waiting_for_a_server_ends_with_the_token()
    {
        var slow = Server("slow", "late");
        slow.BeforeOpen = token => Task.Delay(Timeout.Infinite, token);
        await using var host = await ToolClientHost.StartAsync(slow);
        using var cancel = new CancellationTokenSource();

        var call = host.CallAsync("late", cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_tool_that_a_silent_server_may_have_is_unavailable_not_unknown()
    {
        var down = Server("down", "late");
        down.BeforeOpen = _ => throw new IOException("no route");
        await using var host = await ToolClientHost.StartAsync(down, Server("up", "early"));

        var error = await ErrorOf(host.CallAsync("late"));

        Assert.Equal(ErrorCode.ToolUnavailable, error.Code);
        Assert.Contains("no route", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_server_is_not_started()
    {
        var servers = new Dictionary<string, McpServerOptions> { ["off"] = new() { Command = "/nowhere/at-all", Enabled = false } };
        await using var host = await ToolClientHost.StartAsync(servers);
        await host.Client.WaitForFirstConnectAsync(Token);

        var error = await ErrorOf(host.CallAsync("any", server: "off"));

        Assert.Equal(ServerState.Disabled, host.Client.Servers[0].State);
        Assert.Equal("MCP server 'off' is disabled", error.Message);
    }

    [Fact]
    public async Task Two_servers_of_one_name_are_refused()
    {
        var error = await ErrorOf(ToolClientHost.StartAsync(Server("same"), Server("same")));

        Assert.Equal(ErrorCode.ConfigInvalid, error.Code);
    }

    private static InProcessServer Server(string name, params string[] tools) =>
        new(name, [.. tools.Select(t => InProcessServer.Tool(t, () => name))]);

    private static async Task<AelError> ErrorOf(Task call) => (await Assert.ThrowsAsync<AelException>(() => call)).Error;
}
