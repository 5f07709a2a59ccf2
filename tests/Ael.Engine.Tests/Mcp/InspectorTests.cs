using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Mcp;

/// <summary>The MCP Inspector, a client that is not ours, against the whole engine.</summary>
public class InspectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lists_and_calls_workflows_over_http_and_finds_the_schemas_portable()
    {
        var inspector = NpmPackages.Inspector;
        await using var engine = await EngineServer.StartAsync(new Dictionary<string, McpServerOptions>(), Token);
        var target = engine.Mcp.ToString();

        var listed = await NodeRun.StartAsync(inspector, Token, [.. NpmPackages.InspectorCli, target, "--transport", "http", "--method", "tools/list", "--strict"]);
        var called = await NodeRun.StartAsync(
            inspector, Token, [.. NpmPackages.InspectorCli, target, "--transport", "http", "--method", "tools/call", "--tool-name", "hello", "--tool-arg", "name=you", "times=2"]);

        Assert.True(listed.ExitCode == 0, listed.Output);
        Assert.Contains("hello", Names(listed.Stdout));
        Assert.True(called.ExitCode == 0, called.Output);
        Assert.Equal(2, JsonElement.Parse(called.Stdout).GetProperty("structuredContent").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task It_calls_workflows_over_stdio()
    {
        var inspector = NpmPackages.Inspector;
        using var engine = new StdioEngine();

        var called = await NodeRun.StartAsync(
            inspector, Token,
            // The inspector has a `--config` of its own and takes it wherever it stands.
            [.. NpmPackages.InspectorCli, "-e", $"AEL_CONFIG_PATH={engine.Config}", "--method", "tools/call", "--tool-name", "hello", "--tool-arg", "name=you", "--", StdioEngine.Command, "--stdio"]);

        Assert.True(called.ExitCode == 0, called.Output);
        Assert.Equal(1, JsonElement.Parse(called.Stdout).GetProperty("structuredContent").GetProperty("count").GetInt32());
    }

    private static IEnumerable<string?> Names(string tools) =>
        JsonElement.Parse(tools).GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString());
}
