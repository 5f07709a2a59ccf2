using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Mcp;

public class ManagementToolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_management_tool_has_schemas_made_of_objects_only()
    {
        await using var host = await McpHost.StartAsync();
        await using var client = await host.ConnectAsync();

        var tools = await client.ListToolsAsync(cancellationToken: Token);

        Assert.Equal(7, tools.Count);
        Assert.All(tools, t =>
        {
            Assert.False(string.IsNullOrEmpty(t.Description));
            Assert.All(
                t.ProtocolTool.InputSchema.GetProperty("properties").EnumerateObject().Concat(t.ProtocolTool.OutputSchema!.Value.GetProperty("properties").EnumerateObject()),
                p => Assert.Equal(JsonValueKind.Object, p.Value.ValueKind));
        });
    }

    [Fact]
    public async Task Workflow_list_shows_good_and_broken_ones()
    {
        var (host, client) = await StartAsync();
        host.Catalogue.Set(
            new WorkflowEntry("bad", null, "bad.yaml", null, [new Problem(ErrorCode.WorkflowInvalid, "steps", 3, 1, "broken")], DateTimeOffset.UnixEpoch),
            FakeCatalogue.Entry(FakeCatalogue.Definition("good", new InputDefinition("a")) with { Tags = ["docs"] }));

        var all = await CallAsync(client, "workflow_list", "{}");
        var tagged = await CallAsync(client, "workflow_list", """{"tag": "docs"}""");

        Assert.Equal([false, true], all.GetProperty("workflows").EnumerateArray().Select(w => w.GetProperty("valid").GetBoolean()));
        Assert.Equal("good", Assert.Single(tagged.GetProperty("workflows").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Workflow_get_shows_yaml_schemas_and_problems_and_a_missing_one_its_neighbours()
    {
        var (host, client) = await StartAsync();
        host.Catalogue.Set(FakeCatalogue.Entry(FakeCatalogue.Definition("notes", new InputDefinition("a"))));

        var workflow = await CallAsync(client, "workflow_get", """{"name": "notes"}""");
        var missing = await CallAsync(client, "workflow_get", """{"name": "note"}""", error: true);
        var version = await CallAsync(client, "workflow_get", """{"name": "notes", "version": "9"}""", error: true);

        Assert.Equal("name: notes\n", workflow.GetProperty("yaml").GetString());
        Assert.True(workflow.GetProperty("input_schema").GetProperty("properties").TryGetProperty("a", out _));
        Assert.Equal("WORKFLOW_NOT_FOUND", missing.GetProperty("code").GetString());
        Assert.Contains("'notes'", missing.GetProperty("suggestion").GetString(), StringComparison.Ordinal);
        Assert.Contains("1.0", version.GetProperty("suggestion").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_validate_reports_problems_as_its_result()
    {
        var (host, client) = await StartAsync();
        host.Catalogue.Set(new WorkflowEntry("bad", null, "bad.yaml", null, [new Problem(ErrorCode.WorkflowInvalid, "steps", 3, 7, "broken")], DateTimeOffset.UnixEpoch));

        var good = await CallAsync(client, "workflow_validate", """{"yaml": "name: a"}""");
        var empty = await CallAsync(client, "workflow_validate", """{"yaml": ""}""");
        var known = await CallAsync(client, "workflow_validate", """{"name": "bad"}""");
        var neither = await CallAsync(client, "workflow_validate", "{}", error: true);

        Assert.True(good.GetProperty("valid").GetBoolean());
        Assert.False(empty.GetProperty("valid").GetBoolean());
        Assert.Equal("'steps' is missing", empty.GetProperty("problems")[0].GetProperty("message").GetString());
        Assert.Equal(7, known.GetProperty("problems")[0].GetProperty("column").GetInt32());
        Assert.Equal("PARAM_INVALID", neither.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Workflow_run_waits_and_gives_the_whole_result()
    {
        var (host, client) = await StartAsync();
        host.Engine.OnStart = run => run.Fail(new AelError(ErrorCode.InputInvalid, "no"), new StepResult { Id = "s", Type = "code", Status = StepStatus.Pending });

        var result = await CallAsync(client, "workflow_run", """{"name": "notes@1.0", "inputs": {"a": [1]}}""", error: true);

        Assert.Equal("notes@1.0", host.Engine.Runs.Single().Request.Workflow);
        Assert.Equal("failed", result.GetProperty("status").GetString());
        Assert.Equal("INPUT_INVALID", result.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("pending", result.GetProperty("steps")[0].GetProperty("status").GetString());
        Assert.Equal(1, result.GetProperty("inputs").GetProperty("a")[0].GetInt32());
        Assert.Equal(0, result.GetProperty("counts").GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task An_execution_started_without_waiting_can_be_seen_listed_and_cancelled()
    {
        var (host, client) = await StartAsync();
        host.Engine.OnStart = _ => { };

        var started = await CallAsync(client, "workflow_run", """{"name": "slow", "async": true}""");
        var id = started.GetProperty("execution_id").GetString();
        var listed = await CallAsync(client, "execution_list", """{"status": "running", "since": "2026-01-01", "limit": 5}""");
        var cancelled = await CallAsync(client, "execution_cancel", $$"""{"execution_id": "{{id}}", "reason": "enough"}""");
        var seen = await CallAsync(client, "execution_get", $$"""{"execution_id": "{{id}}"}""");

        Assert.Equal("running", started.GetProperty("status").GetString());
        Assert.Equal(id, listed.GetProperty("items")[0].GetProperty("execution_id").GetString());
        Assert.Equal(ExecutionStatus.Running, host.Engine.LastQuery!.Status);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), host.Engine.LastQuery.Since);
        Assert.Equal(5, host.Engine.LastQuery.Limit);
        Assert.True(cancelled.GetProperty("cancelled").GetBoolean());
        Assert.Equal("enough", await host.Engine.Runs.Single().Cancelled);
        Assert.Equal("cancelled", seen.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("execution_get", """{"execution_id": "exec-none"}""", "no execution 'exec-none'")]
    [InlineData("execution_cancel", """{"execution_id": "exec-none"}""", "no execution 'exec-none'")]
    [InlineData("execution_get", "{}", "'execution_id' is missing")]
    [InlineData("execution_get", """{"execution_id": 5}""", "'execution_id': expected a string, was the number 5")]
    [InlineData("execution_list", """{"limt": 5}""", "did you mean 'limit'?")]
    [InlineData("execution_list", """{"status": "done"}""", "is not one of pending, running")]
    [InlineData("execution_list", """{"since": "tomorrow"}""", "must be a time")]
    public async Task Wrong_arguments_are_named(string tool, string arguments, string expected)
    {
        var (_, client) = await StartAsync();

        var error = await CallAsync(client, tool, arguments, error: true);

        Assert.Equal("PARAM_INVALID", error.GetProperty("code").GetString());
        Assert.Contains(expected, $"{error.GetProperty("message")} {error.GetProperty("suggestion")}", StringComparison.Ordinal);
    }

    private static async Task<(McpHost Host, McpClient Client)> StartAsync()
    {
        var host = await McpHost.StartAsync();
        return (host, await host.ConnectAsync());
    }

    private static async Task<JsonElement> CallAsync(McpClient client, string tool, string arguments, bool error = false)
    {
        var result = await client.CallToolAsync(tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments), cancellationToken: Token);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.True(error == (result.IsError ?? false), text);
        Assert.True(error || JsonElement.DeepEquals(JsonElement.Parse(text), result.StructuredContent!.Value), "text and structured content differ");

        return JsonElement.Parse(text);
    }
}
