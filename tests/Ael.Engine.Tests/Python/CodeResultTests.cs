using Ael.Engine.Python;

namespace Ael.Engine.Tests.Python;

public sealed class CodeResultTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Context = """
        {"inputs": {"limit": 2, "name": "a"}, "item": {"x": 1}, "execution_id": "exec-7", "trace_id": "abc",
         "steps": {"log": {"output": [1, 2], "status": "completed", "success": true, "error": null, "duration_ms": 1.5}},
         "workflow": {"name": "notes", "version": "1.0"}}
        """;

    private CodeRunner Runner => shared.Runner;

    [Theory]
    [InlineData("return 1 + 1", "2")]
    [InlineData("result = [1, 'a', None, True, 1.5]", """[1,"a",null,true,1.5]""")]
    [InlineData("x = 1", "null")]
    [InlineData("", "null")]
    [InlineData("# nothing", "null")]
    [InlineData("result = 1\nreturn 2", "2")]
    [InlineData("result = 1\nreturn None", "null")]
    [InlineData("result = 1\nif False:\n    return 2", "1")]
    [InlineData("for i in range(5):\n    if i == 3:\n        return i", "3")]
    [InlineData("return (1, 2)", "[1,2]")]
    [InlineData("return 'ü\\u2028'", "\"ü\u2028\"")]
    [InlineData("return 10 ** 30", "1000000000000000000000000000000")]
    [InlineData("def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nreturn f(10)", "55")]
    [InlineData("total = 0\ndef add(n):\n    global total\n    total += n\nadd(2)\nadd(3)\nreturn total", "5")]
    [InlineData("n: int = 4\nm: str\nreturn n", "4")]
    [InlineData("global g\ng = 3\nreturn g", "3")]
    [InlineData("class A:\n    n = 1\n    def get(self):\n        return [self.n for _ in range(2)]\nreturn A().get()", "[1,1]")]
    [InlineData("x = [i for i in range(3)]\nreturn (y := x)", "[0,1,2]")]
    [InlineData("try:\n    return 1\nfinally:\n    result = 2", "1")]
    [InlineData("from __future__ import annotations\nfrom dataclasses import dataclass, asdict\n@dataclass\nclass P:\n    x: int\nreturn asdict(P(1))", """{"x":1}""")]
    [InlineData("import math\nfrom collections import Counter\nreturn [math.floor(2.5), dict(Counter('aab'))]", """[2,{"a":2,"b":1}]""")]
    [InlineData("from urllib.parse import quote\nfrom urllib import parse\nreturn quote('a b') + parse.quote('c d')", "\"a%20bc%20d\"")]
    [InlineData("import json\ntry:\n    json.loads('{')\nexcept json.JSONDecodeError as e:\n    return e.pos", "1")]
    public async Task A_step_gives_what_it_returns_or_its_result(string code, string expected)
    {
        Assert.Equal(expected, await Runner.OutputAsync(code));
        // From here on it is compiled already.
        Assert.Equal(expected, await Runner.OutputAsync(code));
    }

    [Fact]
    public async Task Code_that_was_compiled_before_sees_its_own_context_and_names_its_lines()
    {
        const string Code = "x = context.inputs['n']\nreturn 10 // x";
        Assert.Equal("5", await Runner.OutputAsync(Code, """{"inputs": {"n": 2}, "steps": {}}"""));
        Assert.Equal("2", await Runner.OutputAsync(Code, """{"inputs": {"n": 4}, "steps": {}}"""));
        Assert.Contains("line 2: ZeroDivisionError", (await Runner.FailAsync(Code, """{"inputs": {"n": 0}, "steps": {}}""")).Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return context.inputs['limit'] + context.inputs.limit", "4")]
    [InlineData("return context.inputs.get('none', 9)", "9")]
    [InlineData("s = context.steps['log']\nreturn [s.output, s.status, s.success, s.error, s.duration_ms]", """[[1,2],"completed",true,null,1.5]""")]
    [InlineData("return [context.steps.log.output, context.steps['log']['output'], 'log' in context.steps]", "[[1,2],[1,2],true]")]
    [InlineData("return [context.workflow.name, context.workflow.version, context.execution_id, context.trace_id]", """["notes","1.0","exec-7","abc"]""")]
    [InlineData("return [context.item, context['item'], context.vars.item]", """[{"x":1},{"x":1},{"x":1}]""")]
    [InlineData("return context.inputs", """{"limit":2,"name":"a"}""")]
    [InlineData("return context.steps", """{"log":{"output":[1,2],"status":"completed","success":true,"error":null,"duration_ms":1.5}}""")]
    public async Task The_context_is_there(string code, string expected) => Assert.Equal(expected, await Runner.OutputAsync(code, Context));

    [Theory]
    [InlineData("return context.steps['lag'].output", "context.steps has no 'lag'; it has: log")]
    [InlineData("return context.inputs.nmae", "context.inputs has no 'nmae'; it has: limit, name")]
    [InlineData("return context.nothing", "context has no 'nothing'; it has: tools, inputs, workflow, steps, execution_id, trace_id, vars, item")]
    public async Task An_absent_name_says_what_there_is(string code, string expected) =>
        Assert.Contains(expected, (await Runner.FailAsync(code, Context)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Runs_share_nothing()
    {
        const string Leave = """
            import json, math
            json.left = 1
            math.pi = 3
            left = 1
            return 1
            """;
        const string Look = """
            import json, math
            try:
                seen = left
            except NameError:
                seen = None
            return [hasattr(json, "left"), math.pi == 3, seen]
            """;
        for (var i = 0; i < 4; i++)
        {
            await Runner.OutputAsync(Leave);
            Assert.Equal("[false,false,null]", await Runner.OutputAsync(Look));
        }
    }

    [Fact]
    public async Task Random_numbers_differ_between_runs() =>
        Assert.NotEqual(await Runner.OutputAsync("import random\nreturn random.random()"), await Runner.OutputAsync("import random\nreturn random.random()"));

    [Fact]
    public async Task The_log_has_prints_logging_warnings_and_context_log_in_order()
    {
        var result = await Runner.RunAsync("""
            import logging, warnings
            print("a", 1)
            logging.getLogger("x").info("b")
            logging.warning("c")
            context.log("d", 2)
            return 0
            """);
        Assert.Equal("a 1\nINFO b\nWARNING c\nd 2\n", result.Log);
    }

    [Fact]
    public async Task A_failing_run_keeps_its_log() =>
        Assert.Equal("before\n", (await Runner.FailAsync("print('before')\nraise ValueError('x')")).Log);

    [Fact]
    public async Task A_long_log_is_cut_and_says_so()
    {
        var result = await Runner.RunAsync("for i in range(20000):\n    print('ä' * 50)\nreturn 1");
        Assert.Equal("1", result.Output.GetRawText());
        Assert.InRange(result.Log.Length, 30_000, 66_000);
        Assert.EndsWith("\n[log cut: python.max_log_bytes is 65536]\n", result.Log, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', result.Log);
    }
}
