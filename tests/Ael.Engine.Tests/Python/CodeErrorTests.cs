using Ael.Engine.Errors;
using Ael.Engine.Python;

namespace Ael.Engine.Tests.Python;

public sealed class CodeErrorTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private CodeRunner Runner => shared.Runner;

    [Theory]
    [InlineData("x = 1\nint('a')", "line 11: ValueError: invalid literal for int() with base 10: 'a'", "line 11: int('a')")]
    [InlineData("def f(x):\n    return 1 / x\n\nreturn f(0)", "line 11: ZeroDivisionError: division by zero", "line 11 in f: return 1 / x\nline 13: return f(0)")]
    [InlineData("raise KeyError", "line 10: KeyError", "line 10: raise KeyError")]
    [InlineData("raise SystemExit(3)", "line 10: SystemExit: 3", "line 10: raise SystemExit(3)")]
    [InlineData("import json\njson.loads('{')", "line 11: JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)", "line 11: json.loads('{')")]
    [InlineData("def f():\n    f()\nf()", "line 11: RecursionError: maximum recursion depth exceeded", null)]
    [InlineData("async def f():\n    return 1 / 0\nawait f()", "line 11: ZeroDivisionError: division by zero", "line 11 in f: return 1 / 0\nline 12: await f()")]
    [InlineData("class E(Exception):\n    def __str__(self):\n        raise ValueError\nraise E()", "line 13: E: (its message cannot be shown)", "line 13: raise E()")]
    public async Task An_exception_names_its_line_in_the_file(string code, string message, string? detail)
    {
        var error = (await Runner.FailAsync(code, firstLine: 10)).Error;
        Assert.Equal((ErrorCode.CodeRuntime, message), (error.Code, error.Message));
        if (detail is not null)
        {
            Assert.Equal(detail, error.Detail);
        }
    }

    [Theory]
    [InlineData("x = (\n", "line 10: '(' was never closed")]
    [InlineData("x = 1\nif x\n    y = 2", "line 11: expected ':'")]
    [InlineData("yield 1", "line 10: 'yield' outside function")]
    [InlineData("x = 1\nyield 1\nreturn 2", "line 11: 'yield' outside function")]
    [InlineData("x = 1\nbreak", "line 11: 'break' outside loop")]
    public async Task A_syntax_error_names_its_line_in_the_file(string code, string message)
    {
        var error = (await Runner.FailAsync(code, firstLine: 10)).Error;
        Assert.Equal((ErrorCode.CodeSyntax, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("return {'items': [0, 1, 2, {'when': datetime(2026, 1, 1)}]}", "output.items[3].when: datetime is not JSON", ".isoformat()")]
    [InlineData("return {1: 2}", "output: the key 1 is int, not str", "str(...)")]
    [InlineData("return {'a': {None: 2}}", "output.a: the key None is NoneType, not str", null)]
    [InlineData("return {'a b': [{1, 2}]}", "output[\"a b\"][0]: set is not JSON", "list(...)")]
    [InlineData("return float('nan')", "output: nan is not JSON", null)]
    [InlineData("return [1.5, -float('inf')]", "output[1]: -inf is not JSON", null)]
    [InlineData("return b'x'", "output: bytes is not JSON", ".decode()")]
    [InlineData("class A: pass\nreturn {'a': A()}", "output.a: A is not JSON", null)]
    [InlineData("return (x for x in [1])", "output: generator is not JSON", "list(...)")]
    [InlineData("return print", "output: builtin_function_or_method is not JSON", null)]
    [InlineData("a = []\na.append({'self': a})\nreturn a", "output[0].self: the value contains itself", null)]
    [InlineData("a = []\nfor i in range(100):\n    a = [a]\nreturn a", "output[0][0][0][0][0][0][0][0]: nested too deeply", null)]
    [InlineData("return '\\ud800'", "half of a surrogate pair", null)]
    [InlineData("return 10 ** 5000", "output: Exceeds the limit", null)]
    [InlineData("result = {'big': 'x' * 5000000}", "output is 5000010 bytes of JSON; execution.max_step_output allows 4194304", null)]
    public async Task What_is_not_JSON_is_refused_with_its_place(string code, string message, string? suggestion)
    {
        var error = (await Runner.FailAsync("from datetime import datetime\n" + code)).Error;
        Assert.Equal(ErrorCode.CodeOutputInvalid, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        if (suggestion is not null)
        {
            Assert.Contains(suggestion, error.Suggestion, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x = 1\nimport os", "line 11: the import of 'os' is not allowed in the profile 'standard'", "context.tools.call")]
    [InlineData("import numpy as np", "line 10: the import of 'numpy' is not allowed in the profile 'standard'", "python.profile: data_science")]
    [InlineData("import maths", "line 10: the import of 'maths' is not allowed in the profile 'standard'", "'math'")]
    [InlineData("from urllib import request", "line 10: the import of 'urllib' is not allowed in the profile 'standard'", "context.tools.call")]
    [InlineData("from . import x", "line 10: relative imports are not allowed", null)]
    [InlineData("eval('1')", "line 10: 'eval' is not available in a step", "json.loads")]
    [InlineData("x = open", "line 10: 'open' is not available in a step", "context.tools.call")]
    [InlineData("().__class__.__bases__", "line 10: '__bases__' is not available in a step", null)]
    [InlineData("getattr(1, '__subclasses__')", "line 10: '__subclasses__' is not available in a step", null)]
    [InlineData("def f():\n    import socket\nreturn 1", "line 11: the import of 'socket' is not allowed", null)]
    public async Task What_leads_out_of_the_step_is_refused_with_its_line(string code, string message, string? suggestion)
    {
        var error = (await Runner.FailAsync(code, firstLine: 10)).Error;
        Assert.Equal(ErrorCode.CodeSecurity, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        if (suggestion is not null)
        {
            Assert.Contains(suggestion, error.Suggestion, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Memory_beyond_the_limit_is_resource_exhausted()
    {
        var error = (await Runner.FailAsync("print('a')\nx = []\nwhile True:\n    x.append(bytearray(10_000_000))")).Error;
        Assert.Equal(ErrorCode.ResourceExhausted, error.Code);
        Assert.Equal("line 4: the step needs more memory than python.memory_limit allows (512 MiB)", error.Message);
    }
}
