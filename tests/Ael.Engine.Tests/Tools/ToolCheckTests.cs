using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Expressions;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Tools;

public class ToolCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_known_tool_with_fitting_params_is_no_problem() =>
        Assert.Empty(await CheckAsync(Step("git_log", "{\"path\":\"{{ inputs.x }}\"}")));

    [Fact]
    public async Task An_unknown_tool_is_an_error_with_its_neighbour()
    {
        var problem = Assert.Single(await CheckAsync(Step("git_lgo")));

        Assert.Equal((ErrorCode.ToolNotFound, "steps[1].tool", 7, ProblemSeverity.Error), (problem.Code, problem.Path, problem.Line, problem.Severity));
        Assert.Contains("'git_log'", problem.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_server_is_down_it_is_a_warning_that_says_so()
    {
        var down = new InProcessServer("other") { BeforeOpen = _ => throw new IOException("refused") };

        var problem = Assert.Single(await CheckAsync(Step("git_lgo"), down));

        Assert.Equal(ProblemSeverity.Warning, problem.Severity);
        Assert.Contains("'other' is down", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_does_not_excuse_a_step_pinned_elsewhere()
    {
        var down = new InProcessServer("other") { BeforeOpen = _ => throw new IOException("refused") };

        var problem = Assert.Single(await CheckAsync(Step("git_lgo") with { Server = "git" }, down));

        Assert.Equal(ProblemSeverity.Error, problem.Severity);
    }

    [Fact]
    public async Task A_step_that_may_miss_its_tool_only_warns() =>
        Assert.Equal(
            ProblemSeverity.Warning,
            Assert.Single(await CheckAsync(Step("git_lgo") with { OnMissingTool = OnMissingTool.Skip })).Severity);

    [Fact]
    public async Task An_unknown_server_is_an_error_that_lists_the_servers()
    {
        var problem = Assert.Single(await CheckAsync(Step("git_log") with { Server = "gti" }));

        Assert.Equal(("steps[1].mcp", ProblemSeverity.Error), (problem.Path, problem.Severity));
        Assert.Contains("configured: git", problem.Message, StringComparison.Ordinal);
        Assert.Contains("'git'", problem.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_of_two_servers_is_an_error_until_pinned()
    {
        var second = new InProcessServer("second", InProcessServer.Tool("git_log", (string path) => path));

        var problem = Assert.Single(await CheckAsync(Step("git_log", "{\"path\":\"x\"}"), second));

        Assert.Contains("'git' and 'second'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("mcp: git", problem.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_and_unknown_parameters_are_warnings()
    {
        var problems = await CheckAsync(Step("git_log", "{\"pth\":\"x\"}"));

        Assert.All(problems, p => Assert.Equal((ErrorCode.ToolRejected, ProblemSeverity.Warning), (p.Code, p.Severity)));
        Assert.Equal(["steps[1].params", "steps[1].params.pth"], problems.Select(p => p.Path));
        Assert.Contains("'path'", problems[1].Suggestion, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Problem>> CheckAsync(StepDefinition step, params IToolSource[] others)
    {
        var git = new InProcessServer("git", InProcessServer.Tool("git_log", (string path, int max = 10) => path));
        await using var host = await ToolClientHost.StartAsync([git, .. others]);
        await host.Client.WaitForFirstConnectAsync(Token);
        var workflow = new WorkflowDefinition { Name = "w", Version = "1", Source = "", Steps = [step] };
        return await new ToolCheck(host.Client).CheckAsync(workflow, Token);
    }

    private static StepDefinition Step(string tool, string? parameters = null) => new()
    {
        Id = "s",
        Type = StepType.ToolCall,
        Index = 1,
        Line = 7,
        WaitsFor = [],
        Tool = tool,
        Params = parameters is null ? null : TemplateTree.Parse(JsonElement.Parse(parameters), (_, e) => throw e),
    };
}
