namespace Ael.Engine.Tests.Api;

public class ExecutionRoutesTests
{
    private const string First = "/api/v1/executions/exec-000000000001";

    [Fact]
    public async Task The_list_is_paged_by_cursor_newest_first()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.JsonAsync(200, "POST", "/api/v1/workflows/greet/execute");
            host.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var seen = new List<string?>();
        var pages = 0;
        string? cursor = null;
        do
        {
            var page = await host.JsonAsync(200, "GET", "/api/v1/executions?limit=2" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("execution_id").GetString()));
            cursor = page.GetProperty("next_cursor").GetString();
            pages++;
        }
        while (cursor is not null);

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(1, 5).Reverse().Select(i => $"exec-00000000000{i}"), seen);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("?workflow=greet", 2)]
    [InlineData("?status=failed", 1)]
    [InlineData("?status=timed_out", 0)]
    [InlineData("?since=2026-01-15T10:30:10Z", 2)]
    [InlineData("?since=2026-01-15T12:30:10%2B02:00", 2)]
    [InlineData("?until=2026-01-15T10:30:10", 1)]
    [InlineData("?since=2026-01-16", 0)]
    [InlineData("?text=ADA", 1)]
    [InlineData("?workflow=greet&text=ada&status=completed&since=2026-01-15&until=2026-01-16", 1)]
    public async Task Filters_are_joined_by_and(string query, int count)
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var (workflow, body) in new[] { ("greet", """{"inputs":{"name":"Ada"}}"""), ("greet", "{}"), ("fails", "{}") })
        {
            await host.JsonAsync(200, "POST", $"/api/v1/workflows/{workflow}/execute", body);
            host.Time.Advance(TimeSpan.FromSeconds(10));
        }

        var page = await host.JsonAsync(200, "GET", "/api/v1/executions" + query);

        Assert.Equal(count, page.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Detail_says_where_an_execution_came_from()
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(200, "POST", "/api/v1/workflows/greet/execute");

        var detail = await host.JsonAsync(200, "GET", First + "/detail");

        Assert.Equal("rest", detail.GetProperty("source").GetString());
        Assert.StartsWith("name: greet", detail.GetProperty("definition").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, detail.GetProperty("attempts").GetArrayLength());
    }

    [Theory]
    [InlineData(null, "cancelled through the API")]
    [InlineData("""{"reason": "wrong input"}""", "wrong input")]
    public async Task A_running_execution_is_cancelled_once(string? body, string reason)
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(202, "POST", "/api/v1/workflows/waits/execute?async=true");

        var answer = await host.JsonAsync(202, "POST", First + "/cancel", body);
        var again = await host.JsonAsync(409, "POST", First + "/cancel", body);

        Assert.Equal("cancelled", answer.GetProperty("status").GetString());
        Assert.Equal(reason, await host.Engine.Cancellations.Reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Contains("it is cancelled", again.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, """{"name":"Ada"}""")]
    [InlineData("""{"inputs": {"name": "Bob"}}""", """{"name":"Bob"}""")]
    public async Task A_rerun_takes_the_same_inputs_unless_others_are_given(string? body, string inputs)
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(200, "POST", "/api/v1/workflows/greet@1.0/execute", """{"inputs":{"name":"Ada"}}""");

        var result = await host.JsonAsync(200, "POST", First + "/rerun", body);

        Assert.Equal("exec-000000000002", result.GetProperty("execution_id").GetString());
        Assert.Equal("1.0", result.GetProperty("version").GetString());
        Assert.Equal(inputs, result.GetProperty("inputs").GetRawText());
    }

    [Fact]
    public async Task A_rerun_can_be_asynchronous()
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(202, "POST", "/api/v1/workflows/waits/execute?async=true");

        await host.JsonAsync(202, "POST", First + "/rerun?async=true");
    }

    [Fact]
    public async Task Logs_come_as_json()
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(200, "POST", "/api/v1/workflows/greet/execute");

        var lines = (await host.JsonAsync(200, "GET", First + "/logs")).GetProperty("items");

        Assert.Equal(
            """{"at":"2026-01-15T10:30:00.000000Z","level":"WARNING","component":"tool_invoker","step_id":"say","message":"slow"}""", lines[1].GetRawText());
    }

    [Theory]
    [InlineData("?format=text", "application/json")]
    [InlineData("", "text/plain")]
    public async Task Logs_come_as_text_on_request(string query, string accept)
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(200, "POST", "/api/v1/workflows/greet/execute");

        using var response = await host.SendAsync("GET", First + "/logs" + query, headers: [("Accept", accept)]);

        Assert.Equal(
            "2026-01-15T10:30:00.000Z INFO    workflow_engine started\n2026-01-15T10:30:00.000Z WARNING tool_invoker [say] slow\n",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
