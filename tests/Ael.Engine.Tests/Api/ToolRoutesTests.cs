using Ael.Engine.Configuration;

namespace Ael.Engine.Tests.Api;

public class ToolRoutesTests
{
    [Fact]
    public async Task Tools_are_listed_with_their_schemas_and_filtered_by_server()
    {
        await using var host = await ApiHost.StartAsync();

        var all = (await host.JsonAsync(200, "GET", "/api/v1/tools")).GetProperty("items");
        var two = (await host.JsonAsync(200, "GET", "/api/v1/tools?server=two")).GetProperty("items");

        Assert.Equal(6, all.GetArrayLength());
        Assert.Equal("object", all[0].GetProperty("input_schema").GetProperty("type").GetString());
        Assert.Equal(1, two.GetArrayLength());
    }

    [Theory]
    [InlineData("echo", "one")]
    [InlineData("text%2Fupper", "one")]
    [InlineData("twice?server=two", "two")]
    public async Task A_tool_is_found_by_name_and_server(string path, string server)
    {
        await using var host = await ApiHost.StartAsync();

        var tool = await host.JsonAsync(200, "GET", "/api/v1/tools/" + path);

        Assert.Equal(server, tool.GetProperty("server").GetString());
    }

    [Theory]
    [InlineData("""{"arguments": {"a": 1}}""", """{"a":1}""")]
    [InlineData("""{"arguments": {"a": 1}, "server": "one"}""", """{"a":1}""")]
    [InlineData(null, "{}")]
    public async Task A_call_gives_the_tools_output(string? body, string output)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.JsonAsync(200, "POST", "/api/v1/tools/echo/call", body);

        Assert.Equal("echo", answer.GetProperty("tool").GetString());
        Assert.Equal(output, answer.GetProperty("output").GetRawText());
    }

    [Fact]
    public async Task A_call_is_cancelled_when_its_time_is_up()
    {
        await using var host = await ApiHost.StartAsync(new EngineOptions { Execution = new ExecutionOptions { StepTimeout = TimeSpan.FromSeconds(7) } });
        var call = host.JsonAsync(504, "POST", "/api/v1/tools/hangs/call");
        await host.Tools.Hanging.Task.WaitAsync(TestContext.Current.CancellationToken);

        host.Time.Advance(TimeSpan.FromSeconds(7));

        var problem = await call;
        Assert.Equal("TOOL_TIMEOUT", problem.GetProperty("code").GetString());
        Assert.Contains("7 s", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(host.Tools.Cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task A_call_is_cancelled_when_its_caller_leaves()
    {
        await using var host = await ApiHost.StartAsync();
        using var leave = new CancellationTokenSource();
        var call = host.Client.PostAsync(new Uri("/api/v1/tools/hangs/call", UriKind.Relative), content: null, leave.Token);
        await host.Tools.Hanging.Task.WaitAsync(TestContext.Current.CancellationToken);

        await leave.CancelAsync();

        await host.Tools.Cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_refresh_asks_the_servers_and_shows_them()
    {
        await using var host = await ApiHost.StartAsync();

        var servers = await host.JsonAsync(200, "POST", "/api/v1/tools/refresh");

        Assert.Equal(1, host.Tools.Refreshes);
        Assert.Equal("up", servers.GetProperty("items")[0].GetProperty("state").GetString());
        Assert.Equal(servers.GetRawText(), (await host.JsonAsync(200, "GET", "/api/v1/servers")).GetRawText());
    }
}
