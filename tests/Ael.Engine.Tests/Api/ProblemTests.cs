using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Tests.Api;

/// <summary>What a problem says beyond its code: places, limits, trace ids.</summary>
public class ProblemTests
{
    private const string Execute = "/api/v1/workflows/greet/execute";

    [Fact]
    public async Task Malformed_json_is_placed_by_line_and_column()
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await host.JsonAsync(400, "POST", Execute, "{\n  \"inputs\": nope\n}");

        var place = problem.GetProperty("problems")[0];
        Assert.Equal((2, 14), (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task A_member_that_is_wrong_is_placed_by_its_path()
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await host.JsonAsync(400, "POST", Execute, """{"inputs": 1}""");

        Assert.Equal("$.inputs", problem.GetProperty("problems")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await host.JsonAsync(400, "POST", Execute, "{\"inputs\":" + string.Concat(Enumerable.Repeat("{\"a\":", 5000)));

        Assert.Contains("depth", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused()
    {
        await using var host = await ApiHost.StartAsync();
        using var content = new ByteArrayContent([(byte)'a', 0xFF]);
        content.Headers.ContentType = new("application/yaml");

        using var response = await host.Client.PutAsync(new Uri("/api/v1/workflows/fresh", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Contains("byte 1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_whether_or_not_it_says_its_length(bool chunked)
    {
        await using var host = await ApiHost.StartAsync(new EngineOptions { Security = new SecurityOptions { MaxRequestBytes = 1000 } });
        using var request = new HttpRequestMessage(HttpMethod.Post, Execute) { Content = new StringContent(new string(' ', 1001) + "{}") };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(413, (int)response.StatusCode);
        Assert.Contains("security.max_request_bytes", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unexpected_failure_shows_its_trace_id_and_nothing_else()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Fault = new InvalidOperationException("secret detail");

        var problem = await host.JsonAsync(500, "POST", Execute, "{}", headers: [("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]);

        Assert.Contains(host.Log.Lines, l => l.StartsWith("Error: POST", StringComparison.Ordinal) && l.Contains("secret detail", StringComparison.Ordinal));
        Assert.Equal("INTERNAL_ERROR", problem.GetProperty("code").GetString());
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", problem.GetProperty("trace_id").GetString());
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_of_an_error_is_in_the_problem()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Fault = new AelException(new AelError(ErrorCode.ToolFailed, "m")
        {
            Detail = "d",
            Suggestion = "s",
            StepId = "a",
            Tool = "t",
            ExecutionId = "exec-1",
            Cause = new AelError(ErrorCode.ToolRejected, "c"),
        });

        var problem = await host.JsonAsync(502, "POST", Execute, "{}");

        foreach (var (name, value) in new[]
        {
            ("category", "tool"), ("message", "m"), ("detail", "d"), ("suggestion", "s"), ("step_id", "a"), ("tool", "t"), ("execution_id", "exec-1"),
            ("title", "Tool failed"), ("instance", Execute),
        })
        {
            Assert.Equal(value, problem.GetProperty(name).GetString());
        }

        Assert.False(problem.GetProperty("retryable").GetBoolean());
        Assert.Equal("TOOL_REJECTED", problem.GetProperty("cause").GetProperty("code").GetString());
    }
}
