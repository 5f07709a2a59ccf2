using Ael.Engine.Configuration;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Mcp;

/// <summary>
/// The public conformance suite for MCP servers, all of it, against the whole engine with a server behind it. What does not apply to the
/// engine stands with its reason in <c>tests/conformance/expected-failures.yaml</c>; one of those that passes fails the run, too.
/// </summary>
public class ConformanceTests
{
    [Fact]
    public async Task Every_scenario_that_applies_passes()
    {
        var token = TestContext.Current.CancellationToken;
        await using var fixture = await ConformanceFixture.StartAsync(token);
        await using var engine = await EngineServer.StartAsync(new Dictionary<string, McpServerOptions> { ["fixture"] = new() { Url = fixture.Url } }, token);

        var suite = NpmPackages.Conformance;
        var run = await NodeRun.StartAsync(suite, token,
            "server", "--url", engine.Mcp.ToString(), "--suite", "all",
            "--expected-failures", Repository.PathOf("tests", "conformance", "expected-failures.yaml"));

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("tools-call-with-progress", run.Output, StringComparison.Ordinal);
    }
}
