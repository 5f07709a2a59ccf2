using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Api;

public class WorkflowRoutesTests
{
    private const string Yaml = "name: fresh\nversion: \"1.0\"\nsteps: [{ id: a, tool: echo }]\n";

    [Fact]
    public async Task The_list_shows_every_file_with_its_problems_and_no_machine_path()
    {
        await using var host = await ApiHost.StartAsync();

        var items = (await host.JsonAsync(200, "GET", "/api/v1/workflows")).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(["broken", "fails", "greet", "greet", "limping", "waits"], items.Select(i => i.GetProperty("name").GetString()));
        Assert.Equal("broken.yaml", items[0].GetProperty("file").GetString());
        Assert.False(items[0].GetProperty("valid").GetBoolean());
        Assert.Equal(JsonValueKind.Null, items[0].GetProperty("version").ValueKind);
        Assert.True(items[2].GetProperty("valid").GetBoolean());
        Assert.False(items[4].GetProperty("valid").GetBoolean());
        Assert.Equal("2.0", items[4].GetProperty("version").GetString());
        var problem = items[4].GetProperty("problems")[0];
        Assert.Equal(
            """{"code":"WORKFLOW_INVALID","severity":"error","path":"steps[0].tol","line":4,"column":5,"message":"unknown key 'tol'","suggestion":"did you mean 'tool'?"}""",
            problem.GetRawText());
    }

    [Theory]
    [InlineData("", "1.1")]
    [InlineData("?version=1.0", "1.0")]
    public async Task A_workflow_is_shown_in_the_version_asked_for_or_the_highest(string query, string version)
    {
        await using var host = await ApiHost.StartAsync();

        var workflow = await host.JsonAsync(200, "GET", "/api/v1/workflows/greet" + query);

        Assert.Equal(version, workflow.GetProperty("version").GetString());
        Assert.Equal("name", workflow.GetProperty("inputs")[0].GetProperty("name").GetString());
        Assert.Equal("string", workflow.GetProperty("inputs")[0].GetProperty("type").GetString());
        Assert.Equal("tool_call", workflow.GetProperty("steps")[0].GetProperty("type").GetString());
        Assert.Equal("echo", workflow.GetProperty("steps")[0].GetProperty("target").GetString());
        Assert.StartsWith("name: greet", workflow.GetProperty("yaml").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_that_never_was_valid_is_shown_with_its_problems()
    {
        await using var host = await ApiHost.StartAsync();

        var workflow = await host.JsonAsync(200, "GET", "/api/v1/workflows/broken");

        Assert.False(workflow.GetProperty("valid").GetBoolean());
        Assert.Equal(JsonValueKind.Null, workflow.GetProperty("yaml").ValueKind);
        Assert.Equal(1, workflow.GetProperty("problems").GetArrayLength());
    }

    [Theory]
    [InlineData("?format=yaml", "*/*")]
    [InlineData("", "application/yaml")]
    [InlineData("", "application/json;q=0.5, text/yaml")]
    public async Task The_yaml_alone_comes_on_request(string query, string accept)
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.SendAsync("GET", "/api/v1/workflows/greet" + query, headers: [("Accept", accept)]);

        Assert.Equal("application/yaml", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("name: greet", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_is_created_replaced_and_deleted()
    {
        await using var host = await ApiHost.StartAsync();

        using var created = await host.SendAsync("PUT", "/api/v1/workflows/fresh", Yaml, "application/yaml");
        using var replaced = await host.SendAsync("PUT", "/api/v1/workflows/fresh", "\uFEFF" + Yaml, "text/plain; charset=utf-8");
        using var deleted = await host.SendAsync("DELETE", "/api/v1/workflows/fresh");
        using var again = await host.SendAsync("DELETE", "/api/v1/workflows/fresh");

        Assert.Equal(201, (int)created.StatusCode);
        Assert.Equal("/api/v1/workflows/fresh", created.Headers.Location?.ToString());
        Assert.Equal(200, (int)replaced.StatusCode);
        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal(404, (int)again.StatusCode);
    }

    [Fact]
    public async Task An_invalid_workflow_is_refused_with_every_problem_and_changes_nothing()
    {
        await using var host = await ApiHost.StartAsync();

        var problem = await host.JsonAsync(400, "PUT", "/api/v1/workflows/fresh", "nme: fresh", "application/yaml");

        Assert.Equal("WORKFLOW_INVALID", problem.GetProperty("code").GetString());
        Assert.Equal(["name", "steps"], problem.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("path").GetString()));
        await host.JsonAsync(404, "GET", "/api/v1/workflows/fresh");
    }

    [Theory]
    [InlineData("application/yaml", Yaml, true)]
    [InlineData("application/json", """{"yaml": "name: fresh\nsteps: []"}""", true)]
    [InlineData("application/json", """{"yaml": "steps: []"}""", false)]
    public async Task Validation_takes_yaml_and_json(string type, string body, bool valid)
    {
        await using var host = await ApiHost.StartAsync();

        var result = await host.JsonAsync(200, "POST", "/api/v1/workflows/validate", body, type);

        Assert.Equal(valid, result.GetProperty("valid").GetBoolean());
        Assert.Equal(valid ? 0 : 2, result.GetProperty("problems").GetArrayLength());
        Assert.Equal(valid ? "fresh" : null, result.GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_execution_answers_with_the_one_result_shape()
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.SendAsync("POST", "/api/v1/workflows/greet/execute", """{"inputs": {"name": "Ada"}}""");

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var result = JsonSerializer.Deserialize(text, StorageJson.Readable.ExecutionResult)!;
        Assert.Equal(JsonSerializer.Serialize(result, StorageJson.Readable.ExecutionResult), text);
        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.Equal("""{"name":"Ada"}""", result.Inputs.GetRawText());
        Assert.Contains("Grüße", text, StringComparison.Ordinal);
        Assert.Contains("\"started_at\":\"2026-01-15T10:30:00.000000Z\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/workflows/greet/execute", "1.1")]
    [InlineData("/api/v1/workflows/greet/execute?version=1.0", "1.0")]
    [InlineData("/api/v1/workflows/greet@1.0/execute?async=false", "1.0")]
    public async Task An_execution_without_a_body_takes_defaults_and_the_version_named(string path, string version)
    {
        await using var host = await ApiHost.StartAsync();

        var result = await host.JsonAsync(200, "POST", path);

        Assert.Equal(version, result.GetProperty("version").GetString());
        Assert.Equal("{}", result.GetProperty("inputs").GetRawText());
    }

    [Fact]
    public async Task A_failed_execution_is_200_with_its_error()
    {
        await using var host = await ApiHost.StartAsync();

        var result = await host.JsonAsync(200, "POST", "/api/v1/workflows/fails/execute", "{}");

        Assert.Equal("failed", result.GetProperty("status").GetString());
        Assert.Equal("STEP_FAILED", result.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_asynchronous_execution_answers_at_once_with_its_place()
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.SendAsync("POST", "/api/v1/workflows/waits/execute?async=true", "{}");

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("/api/v1/executions/exec-000000000001", response.Headers.Location?.ToString());
        Assert.Equal(
            """{"execution_id":"exec-000000000001","status":"running"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var running = await host.JsonAsync(200, "GET", response.Headers.Location!.ToString());
        Assert.Equal("running", running.GetProperty("status").GetString());
        host.Engine.End("exec-000000000001", ExecutionStatus.Completed);
        var ended = await host.JsonAsync(200, "GET", response.Headers.Location!.ToString());
        Assert.Equal("completed", ended.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_caller_that_disconnects_cancels_its_synchronous_execution()
    {
        await using var host = await ApiHost.StartAsync();
        using var leave = new CancellationTokenSource();
        var call = host.Client.PostAsync(new Uri("/api/v1/workflows/waits/execute", UriKind.Relative), content: null, leave.Token);
        await host.Engine.Starts.Reader.ReadAsync(TestContext.Current.CancellationToken);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("the caller disconnected", await host.Engine.Cancellations.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_full_engine_says_when_to_come_back()
    {
        await using var host = await ApiHost.StartAsync();
        host.Engine.Fault = new AelException(ErrorCode.ResourceExhausted, "256 executions wait already") { RetryAfter = TimeSpan.FromSeconds(2.2) };

        using var response = await host.SendAsync("POST", "/api/v1/workflows/greet/execute", "{}");

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal(3, response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }
}
