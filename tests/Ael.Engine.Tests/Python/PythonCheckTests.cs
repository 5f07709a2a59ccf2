using Ael.Engine.Errors;
using Ael.Engine.Python;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Python;

public sealed class PythonCheckTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Problems_have_line_and_column_of_the_file()
    {
        var workflow = Workflow("""
            name: w
            steps:
              - id: a
                code: |
                  x = 1
                  import os, sys
                  if x:
                      eval("1")
              - id: b
                code: |
                  if x
                    pass
            """, (5, "x = 1\nimport os, sys\nif x:\n    eval(\"1\")\n"), (11, "if x\n  pass\n"));

        var problems = await new PythonCheck(shared.Runner).CheckAsync(workflow, Token);

        Assert.Equal(
            [
                (ErrorCode.CodeSecurity, "steps[0].code", 6, 7, "the import of 'os' is not allowed in the profile 'standard'"),
                (ErrorCode.CodeSecurity, "steps[0].code", 6, 7, "the import of 'sys' is not allowed in the profile 'standard'"),
                (ErrorCode.CodeSecurity, "steps[0].code", 8, 11, "'eval' is not available in a step"),
                (ErrorCode.CodeSyntax, "steps[1].code", 11, 11, "expected ':'"),
            ],
            problems.Select(p => (p.Code, p.Path, p.Line, p.Column, p.Message)));
        Assert.All(problems, p => Assert.Equal(ProblemSeverity.Error, p.Severity));
    }

    [Theory]
    [InlineData("return await context.tools.call('a')")]
    [InlineData("import re\nx = re.compile('a')\nasync with f() as g:\n    return g")]
    [InlineData("def open(x):\n    return x\nreturn open(1)")]
    [InlineData("x = [1].__len__()\nclass A:\n    def __init__(self):\n        self.x = type(self).__name__")]
    public async Task Good_code_has_no_problems(string code) => Assert.Empty(await shared.Runner.CheckAsync(code, Token));

    [Theory]
    [InlineData("return 1\0", ErrorNames.Syntax)]
    [InlineData("class A:\n    return 1", ErrorNames.Syntax)]
    [InlineData("def f():\n  x = 1\n    y = 2", ErrorNames.Syntax)]
    [InlineData("nonlocal x", ErrorNames.Syntax)]
    [InlineData("'\ud800'", ErrorNames.Syntax, true)]
    public async Task Bad_code_is_found_without_running_it(string code, string expected, bool orNothing = false)
    {
        var problems = await shared.Runner.CheckAsync(code, Token);
        if (!orNothing || problems.Count > 0)
        {
            Assert.Equal(expected, Assert.Single(problems).Code.Name);
        }
    }

    [Theory]
    [InlineData("(", 200_000)]
    [InlineData("-", 200_000)]
    [InlineData("a.", 100_000)]
    [InlineData("if 1:\n ", 1_000)]
    public async Task Code_that_is_too_much_for_the_parser_is_a_syntax_error_and_harms_nothing(string unit, int count)
    {
        var problems = await shared.Runner.CheckAsync(string.Concat(Enumerable.Repeat(unit, count)), Token);
        Assert.Equal(ErrorCode.CodeSyntax, problems[0].Code);
        Assert.Equal("1", await shared.Runner.OutputAsync("return 1"));
    }

    [Fact]
    public async Task Without_python_there_is_one_warning()
    {
        await using var runner = new CodeRunner(
            new() { Python = new() { Executable = "no-such-python" } }, TimeProvider.System);
        var problems = await new PythonCheck(runner).CheckAsync(Workflow("name: w", (1, "return 1"), (2, "return 2")), Token);
        var problem = Assert.Single(problems);
        Assert.Equal((ProblemSeverity.Warning, "the code was not checked: no-such-python was not found"), (problem.Severity, problem.Message));
    }

    [Fact]
    public void The_cache_forgets_the_least_recently_used()
    {
        var cache = new CheckCache(2);
        cache.Add("a", []);
        cache.Add("b", []);
        Assert.NotNull(cache.Find("a"));
        cache.Add("c", []);
        Assert.Null(cache.Find("b"));
        Assert.NotNull(cache.Find("a"));
        Assert.NotNull(cache.Find("c"));
    }

    [Fact]
    public void The_cache_keeps_the_first_compiled_code_beside_what_was_checked()
    {
        var cache = new CheckCache(2);
        cache.Add("a", []);
        cache.Add("a", [], [1]);
        cache.Add("a", [], [2]);
        Assert.Equal([1], cache.FindEntry("a")!.Compiled!);
    }

    private static WorkflowDefinition Workflow(string source, params (int Line, string Code)[] steps) => new()
    {
        Name = "w",
        Version = "1",
        Source = source,
        Steps = [.. steps.Select((s, i) => new StepDefinition { Id = $"s{i}", Type = StepType.Code, Index = i, Line = s.Line, Code = s.Code, CodeLine = s.Line, WaitsFor = [] })],
    };

    private static class ErrorNames
    {
        public const string Syntax = "CODE_SYNTAX";
    }
}
