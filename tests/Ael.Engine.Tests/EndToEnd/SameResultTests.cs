using System.Text.Json;
using System.Text.Json.Nodes;
using Ael.Engine.Tests.Mcp;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.EndToEnd;

/// <summary>
/// One sample, with a real MCP tool, Python and a sub-workflow, through every front door. MCP is driven by the MCP Inspector, a client
/// that is not ours.
/// </summary>
public sealed class SameResultTests(ShippedEngine shipped) : IClassFixture<ShippedEngine>
{
    private const string Sample = "release-notes";

    // What differs from run to run by nature.
    private static readonly string[] s_own = ["execution_id", "trace_id", "started_at", "completed_at", "duration_ms"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_line_gives_the_same_result_as_rest()
    {
        await using var command = await EngineProcess.RunAsync(
            shipped.NewEnvironment(), Token, "run", Repository.PathOf("workflows", $"{Sample}.yaml"), "--json", "--config", ShippedEngine.Config);

        Assert.True(await command.ExitAsync(EngineProcess.Patience, Token) == 0, command.Output);
        Assert.Equal(await ExpectedAsync(), Comparable(JsonElement.Parse(command.Stdout)));
    }

    [Fact]
    public async Task Waiting_and_asking_later_give_the_same_result()
    {
        var id = await shipped.Engine.BeginAsync(Sample, new { }, Token);

        Assert.Equal(await ExpectedAsync(), Comparable(await shipped.Engine.EndAsync(id, Token)));
    }

    [Fact]
    public async Task Mcp_over_streamable_http_gives_the_same_result()
    {
        string[] target = [.. NpmPackages.InspectorCli, shipped.Engine.Mcp.ToString(), "--transport", "http"];

        await AssertSameAsync(target);
    }

    [Fact]
    public async Task Mcp_over_stdio_gives_the_same_result()
    {
        // --config would be the Inspector's own.
        var environment = shipped.NewEnvironment().Append(new("AEL_CONFIG_PATH", ShippedEngine.Config));
        string[] target = [.. NpmPackages.InspectorCli, .. environment.SelectMany(v => new[] { "-e", $"{v.Key}={v.Value}" }), "dotnet", EngineProcess.Program, "--stdio"];

        await AssertSameAsync(target);
    }

    private async Task AssertSameAsync(string[] target)
    {
        var expected = await ExpectedAsync();
        var output = JsonNode.Parse(expected)!["output"]!.ToJsonString();

        var tool = await CallAsync(target, Sample, "{}");
        var run = await CallAsync(target, "workflow_run", $$"""{"name": "{{Sample}}"}""");

        Assert.Equal(output, JsonNode.Parse(tool.GetRawText())!.ToJsonString());
        Assert.Equal(expected, Comparable(run));
    }

    private static async Task<JsonElement> CallAsync(string[] target, string tool, string arguments)
    {
        var run = await NodeRun.StartAsync(
            NpmPackages.Inspector, Token, [.. target, "--method", "tools/call", "--tool-name", tool, "--tool-args-json", arguments]);
        Assert.True(run.ExitCode == 0, run.Output);
        return JsonElement.Parse(run.Stdout).GetProperty("structuredContent");
    }

    private async Task<string> ExpectedAsync()
    {
        var result = await shipped.Engine.RunAsync(Sample, new { }, Token);
        Assert.Equal(["log:tool_call", "group:code", "render:workflow"], result.GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("id")}:{s.GetProperty("type")}"));
        Assert.Equal("completed", result.GetProperty("status").GetString());
        Assert.StartsWith("# Release notes", result.GetProperty("output").GetProperty("notes").GetString(), StringComparison.Ordinal);
        return Comparable(result);
    }

    private static string Comparable(JsonElement result)
    {
        var comparable = JsonNode.Parse(result.GetRawText())!.AsObject();
        foreach (var part in comparable["steps"]!.AsArray().Select(s => s!.AsObject()).Append(comparable))
        {
            foreach (var name in s_own)
            {
                part.Remove(name);
            }
        }

        return comparable.ToJsonString();
    }
}
