using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Python;

namespace Ael.Engine.Tests.Python;

public sealed class CodeToolTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private CodeRunner Runner => shared.Runner;

    [Theory]
    [InlineData("return context.tools.call('echo', {'a': 1})", """{"a":1}""")]
    [InlineData("return await context.tools.call('echo', {'a': 1})", """{"a":1}""")]
    [InlineData("return context.tools.call('echo', a=1, b=[2])", """{"a":1,"b":[2]}""")]
    [InlineData("return context.tools.call_mcp('files', 'echo', {'a': 1})['a'] + 1", "2")]
    [InlineData("r = await context.tools.call_mcp('files', 'echo', {'a': None})\nreturn r['a']", "null")]
    [InlineData("async def f(n):\n    return (await context.tools.call('echo', {'n': n}))['n']\nreturn [await f(n) for n in range(3)]", "[0,1,2]")]
    [InlineData("import asyncio\nasync def f(n):\n    await asyncio.sleep(0)\n    return await context.tools.call('echo', {'n': n})\nreturn await asyncio.gather(f(1), f(2))", """[{"n":1},{"n":2}]""")]
    [InlineData("import asyncio\nreturn await asyncio.gather(*[context.tools.call('echo', {'n': n}) for n in range(2)])", """[{"n":0},{"n":1}]""")]
    [InlineData("import asyncio\nreturn await asyncio.wait_for(context.tools.call('echo'), 5)", "{}")]
    [InlineData("import asyncio\nt = asyncio.create_task(context.tools.call('echo'))\nreturn await t", "{}")]
    [InlineData("import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    return 4\nresult = asyncio.run(main())", "4")]
    [InlineData("from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as p:\n    return list(p.map(lambda n: context.tools.call('echo', n=n)['n'], range(8)))", "[0,1,2,3,4,5,6,7]")]
    public async Task A_call_gives_the_plain_value_with_and_without_await(string code, string expected) =>
        Assert.Equal(expected, await Runner.OutputAsync(code));

    [Theory]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("3")]
    [InlineData("true")]
    [InlineData("[1,{\"a\":[]}]")]
    public async Task Any_value_can_be_awaited(string value)
    {
        var tools = new FakeTools { Answer = (_, _, _) => JsonElement.Parse(value) };
        Assert.Equal(value, await Runner.OutputAsync("return await context.tools.call('t')", tools: tools));
        Assert.Equal(value, await Runner.OutputAsync("x = context.tools.call('t')\nreturn x", tools: tools));
    }

    [Fact]
    public async Task A_call_names_its_server_or_none()
    {
        var tools = new FakeTools();
        await Runner.OutputAsync("context.tools.call('a')\ncontext.tools.call_mcp('s', 'b')\nreturn 1", tools: tools);
        Assert.Equal(["/a", "s/b"], tools.Calls);
    }

    [Fact]
    public async Task A_failed_call_can_be_caught() => Assert.Equal(
        """["TOOL_FAILED","it broke","broken","it broke"]""",
        await Runner.OutputAsync("try:\n    context.tools.call('broken')\nexcept ToolError as e:\n    return [e.code, e.message, e.tool, str(e)]"));

    [Fact]
    public async Task A_failed_call_that_nobody_catches_is_the_cause()
    {
        var error = (await Runner.FailAsync("x = 1\ncontext.tools.call('broken')")).Error;
        Assert.Equal(
            (ErrorCode.CodeRuntime, "line 2: tool call failed: TOOL_FAILED: it broke", "broken", ErrorCode.ToolFailed),
            (error.Code, error.Message, error.Tool, error.Cause?.Code));
    }

    [Fact]
    public async Task The_eleventh_call_is_refused_naming_the_limit()
    {
        var tools = new FakeTools();
        var error = (await Runner.FailAsync("for n in range(20):\n    context.tools.call('echo')", tools: tools)).Error;
        Assert.Equal(10, tools.Calls.Count);
        Assert.Equal((ErrorCode.CodeRuntime, ErrorCode.ResourceExhausted), (error.Code, error.Cause?.Code));
        Assert.Contains("a step may call 10 tools (python.max_tool_calls)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("context.tools.call('t', {'when': {1}})", "ToolError: params.when: set is not JSON")]
    [InlineData("context.tools.call('t', [1])", "TypeError: params of t is a dict, not list")]
    [InlineData("context.tools.call(1)", "TypeError: the tool's name is str, not int")]
    public async Task Arguments_that_are_not_JSON_never_leave(string code, string message)
    {
        var tools = new FakeTools();
        Assert.Contains(message, (await Runner.FailAsync(code, tools: tools)).Message, StringComparison.Ordinal);
        Assert.Empty(tools.Calls);
    }
}
