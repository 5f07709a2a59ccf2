using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Workflows;

public class WorkflowValidatorTests
{
    public static TheoryData<BrokenWorkflow> Broken => [.. BrokenWorkflows.All];

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task A_mistake_gives_its_code_its_place_and_a_suggestion(BrokenWorkflow broken)
    {
        var result = await Validator().ValidateAsync(broken.Yaml, null, all: false, TestContext.Current.CancellationToken);

        Assert.Null(result.Definition);
        var problem = Assert.Single(result.Problems);
        Assert.Equal((broken.Code, broken.Path, broken.Line, broken.Column), (problem.Code.Name, problem.Path, problem.Line, problem.Column));
        Assert.Contains(broken.Message, problem.Message, StringComparison.Ordinal);
        Assert.Contains(broken.Suggestion, problem.Suggestion ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task Following_the_suggestion_works(BrokenWorkflow broken)
    {
        Assert.NotEqual(broken.Yaml, broken.Corrected);

        var result = await Validator().ValidateAsync(broken.Corrected, null, all: false, TestContext.Current.CancellationToken);

        Assert.True(result.Valid, string.Join('\n', result.Problems));
    }

    [Fact]
    public void The_table_is_long_and_its_names_are_unique()
    {
        Assert.True(BrokenWorkflows.All.Count >= 80, $"{BrokenWorkflows.All.Count} cases");
        Assert.Empty(BrokenWorkflows.All.GroupBy(b => b.Name).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public async Task Every_problem_is_reported_at_once_in_the_order_of_the_file()
    {
        var result = await Validator().ValidateAsync("""
            name: my flow
            version: 1
            inputs: {limit: {type: int}}
            steps:
              - id: a
                tool: t
                tiemout: 5s
                params: {x: "{{ inputs.lmit }}"}
              - id: a
                code: return 1
                depends_on: [c]
            output: "{{ steps.a.result }}"
            """, null, all: false, TestContext.Current.CancellationToken);

        Assert.Equal([1, 3, 7, 8, 9, 11, 12], result.Problems.Select(p => p.Line));
    }

    [Fact]
    public async Task Registered_checks_run_even_when_the_file_has_other_problems_and_by_their_kind()
    {
        var checks = new[] { new Check(isStatic: true), new Check(isStatic: false) };
        var validator = new WorkflowValidator(new WorkflowReader(WorkflowTestKit.Options), checks);
        const string yaml = "name: w\nversion: 1\nsteps: [{id: a, tool: t}, {id: b, tol: t}]\n";

        await validator.ValidateAsync(yaml, null, all: false, TestContext.Current.CancellationToken);
        var all = await validator.ValidateAsync(yaml, null, all: true, TestContext.Current.CancellationToken);

        Assert.Equal([2, 1], checks.Select(c => c.Seen.Count));
        Assert.Equal(["a"], checks[0].Seen[0].Steps.Select(s => s.Id));
        Assert.Equal([(3, 9), (3, 23)], all.Problems.Where(p => p.Message == "found").Select(p => (p.Line, p.Column)));
    }

    [Fact]
    public async Task A_warning_does_not_make_a_workflow_invalid()
    {
        var result = await Validator().ValidateAsync("name: w\nversion: 1\ninputs: {a: string}\nsteps: [{id: s, tool: t}]\noutput: steps.s.output\n", null, all: false, TestContext.Current.CancellationToken);

        Assert.True(result.Valid);
        Assert.Equal(["for its type write `a: {type: string}`", "for its value write \"{{ steps.s.output }}\""], result.Problems.Select(p => p.Suggestion));
        Assert.All(result.Problems, p => Assert.Equal(ProblemSeverity.Warning, p.Severity));
    }

    [Fact]
    public void More_steps_than_allowed_are_refused()
    {
        var (_, problems) = WorkflowTestKit.Read($"name: w\nversion: 1\nsteps:\n{string.Concat(Enumerable.Range(0, 21).Select(i => $"- {{id: s{i}, tool: t}}\n"))}");

        Assert.Equal("21 steps are more than `execution.max_steps` (20) allows", Assert.Single(problems).Message);
    }

    private static WorkflowValidator Validator() => new(new WorkflowReader(WorkflowTestKit.Options), []);

    private sealed class Check(bool isStatic) : IWorkflowCheck
    {
        public List<WorkflowDefinition> Seen { get; } = [];

        public bool IsStatic => isStatic;

        public Task<IReadOnlyList<Problem>> CheckAsync(WorkflowDefinition workflow, CancellationToken cancellationToken)
        {
            Seen.Add(workflow);
            return Task.FromResult<IReadOnlyList<Problem>>([new Problem(ErrorCode.CodeSyntax, isStatic ? "steps[0].tool" : "steps[0].params.x", 3, 0, "found")]);
        }
    }
}
