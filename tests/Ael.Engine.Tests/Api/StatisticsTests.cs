using System.Globalization;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Tests.Storage;

namespace Ael.Engine.Tests.Api;

public sealed class StatisticsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Executions_are_added_up_by_time_error_and_workflow()
    {
        await using var host = await StartAsync();

        var answer = await host.JsonAsync(200, "GET", "/api/v1/statistics/executions?window=1h");

        var total = answer.GetProperty("total");
        Assert.Equal(5, total.GetProperty("executions").GetInt32());
        Assert.Equal(0.5, total.GetProperty("success_rate").GetDouble());
        Assert.Equal((2, 1, 1, 1, 0), Counts(total));
        Assert.Equal((100, 400), (total.GetProperty("p50_ms").GetDouble(), total.GetProperty("p95_ms").GetDouble()));

        var series = answer.GetProperty("series").EnumerateArray().ToList();
        Assert.Equal(61, series.Count);
        Assert.Equal(60, answer.GetProperty("bucket_seconds").GetDouble());
        Assert.Equal(5, series.Sum(b => Counts(b) is var (a, b2, c, d, e) ? a + b2 + c + d + e : 0));

        var error = answer.GetProperty("errors").EnumerateArray().Single(e => e.GetProperty("code").GetString() == "TOOL_FAILED");
        Assert.Equal(("exec-2", "notes", 1), (error.GetProperty("last_execution_id").GetString(), error.GetProperty("workflow").GetString(), error.GetProperty("count").GetInt32()));
        Assert.Equal(["mail", "notes"], answer.GetProperty("workflows").EnumerateArray().Select(w => w.GetProperty("workflow").GetString()));
    }

    [Fact]
    public async Task A_window_and_a_workflow_leave_out_the_rest()
    {
        await using var host = await StartAsync();

        var recent = await host.JsonAsync(200, "GET", "/api/v1/statistics/executions?window=15m");
        var mail = await host.JsonAsync(200, "GET", "/api/v1/statistics/executions?window=7d&workflow=mail");

        Assert.Equal(2, recent.GetProperty("total").GetProperty("executions").GetInt32());
        Assert.Equal(1, mail.GetProperty("total").GetProperty("executions").GetInt32());
        await host.JsonAsync(400, "GET", "/api/v1/statistics/executions?window=2h");
    }

    [Fact]
    public async Task Tool_calls_are_added_up_by_tool()
    {
        await using var host = await StartAsync();

        var tool = Assert.Single((await host.JsonAsync(200, "GET", "/api/v1/statistics/tools?window=24h")).GetProperty("tools").EnumerateArray());

        Assert.Equal("git_log", tool.GetProperty("tool").GetString());
        Assert.Equal((2, 1), (tool.GetProperty("calls").GetInt32(), tool.GetProperty("failed").GetInt32()));
        Assert.Equal("TOOL_FAILED", tool.GetProperty("last_error").GetString());
        Assert.Equal((10, 30), (tool.GetProperty("p50_ms").GetDouble(), tool.GetProperty("p99_ms").GetDouble()));
    }

    [Fact]
    public async Task The_log_is_searched_and_paged()
    {
        await using var host = await StartAsync();

        var errors = await host.JsonAsync(200, "GET", "/api/v1/logs?level=ERROR&workflow=notes");
        var first = await host.JsonAsync(200, "GET", "/api/v1/logs?limit=1");
        var second = await host.JsonAsync(200, "GET", $"/api/v1/logs?limit=1&cursor={first.GetProperty("next_cursor").GetString()}");

        Assert.Equal("it broke", Assert.Single(errors.GetProperty("items").EnumerateArray()).GetProperty("message").GetString());
        Assert.NotEqual(first.GetProperty("items")[0].GetProperty("message").GetString(), second.GetProperty("items")[0].GetProperty("message").GetString());
        await host.JsonAsync(400, "GET", "/api/v1/logs?cursor=x");
        await host.JsonAsync(400, "GET", "/api/v1/logs?level=LOUD");
        Assert.Empty((await host.JsonAsync(200, "GET", "/api/v1/logs?source=engine")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Telemetry_says_where_it_goes_and_what_the_gauges_show()
    {
        await using var host = await StartAsync();

        var telemetry = await host.JsonAsync(200, "GET", "/api/v1/telemetry");

        Assert.Empty(telemetry.GetProperty("exporters").EnumerateArray());
        var gauges = telemetry.GetProperty("gauges").EnumerateArray().ToDictionary(g => g.GetProperty("name").GetString()!);
        Assert.Equal(0, gauges["ael_active_workflows"].GetProperty("values").EnumerateArray().Last().GetDouble());
        Assert.All(gauges.Values, g => Assert.Equal(telemetry.GetProperty("times").GetArrayLength(), g.GetProperty("values").GetArrayLength()));
    }

    [Fact]
    public async Task The_caller_is_anonymous_and_may_do_everything_where_there_are_no_keys()
    {
        await using var host = await ApiHost.StartAsync();
        await using var locked = await ApiHost.StartAsync(TestKeys.Options);

        var open = await host.JsonAsync(200, "GET", "/api/v1/me");
        var run = await locked.JsonAsync(200, "GET", "/api/v1/me", headers: [TestKeys.Bearer("run")]);

        Assert.Equal(("anonymous", false), (open.GetProperty("name").GetString(), open.GetProperty("authentication").GetBoolean()));
        Assert.Equal(["read", "run", "admin"], open.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(["read", "run"], run.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
        Assert.True(run.GetProperty("authentication").GetBoolean());
    }

    private static (int, int, int, int, int) Counts(JsonElement of)
    {
        var s = of.GetProperty("status");
        return (s.GetProperty("completed").GetInt32(), s.GetProperty("failed").GetInt32(), s.GetProperty("timed_out").GetInt32(), s.GetProperty("cancelled").GetInt32(), s.GetProperty("active").GetInt32());
    }

    // Five executions, ten minutes apart, the newest just now.
    private static async Task<ApiHost> StartAsync()
    {
        var now = new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);
        var store = new MemoryExecutionStore(new StorageOptions(), TimeProvider.System);
        ExecutionStatus[] statuses = [ExecutionStatus.Completed, ExecutionStatus.Cancelled, ExecutionStatus.Failed, ExecutionStatus.TimedOut, ExecutionStatus.Completed];
        for (var i = 0; i < statuses.Length; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"exec-{i}");
            var record = Records.Execution(id, i == 4 ? "mail" : "notes", now.AddMinutes(-10 * i), steps: "one");
            var error = statuses[i] == ExecutionStatus.Completed ? null
                : new AelError(ErrorCode.StepFailed, "step 'one' failed") { Cause = new AelError(statuses[i] == ExecutionStatus.Failed ? ErrorCode.ToolFailed : ErrorCode.Cancelled, "it broke") };
            await store.CreateAsync(record, Token);
            if (i is 0 or 2)
            {
                var end = Records.Ended("one");
                var call = end.ToolCalls[0] with { StartedAt = record.CreatedAt, DurationMs = i == 0 ? 10 : 30, Error = error?.Cause };
                await store.StepEndedAsync(id, end with { ToolCalls = [call] }, Token);
            }

            store.Log(new LogLine(id, record.CreatedAt, i == 2 ? "ERROR" : "INFO", "workflow_engine", null, i == 2 ? "it broke" : "Workflow ended"));
            await store.EndedAsync(record.End(statuses[i], error: error) with { DurationMs = i == 4 ? 400 : 100 }, null, Token);
        }

        store.Log(new LogLine("exec-0", now, "INFO", "workflow_engine", null, "the last line"));
        return await ApiHost.StartAsync(store: store);
    }
}
