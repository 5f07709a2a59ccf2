using System.Text;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Python;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Python;

/// <summary>Runs a step's code for a test.</summary>
internal static class Code
{
    public const string NoContext = """{"inputs": {}, "steps": {}, "workflow": {"name": "w", "version": "1"}, "execution_id": "exec-1", "trace_id": "t"}""";

    public static CodeRunner Runner(PythonOptions python, ExecutionOptions? execution = null)
    {
        Programs.Require("python3");
        if (python.Isolation == PythonIsolation.Required)
        {
            Programs.Require("bwrap");
        }

        return new CodeRunner(new EngineOptions { Python = python, Execution = execution ?? new ExecutionOptions() }, TimeProvider.System);
    }

    public static CodeRequest Request(string code, string context = NoContext, ICodeTools? tools = null, int firstLine = 1) =>
        new(code, firstLine, Encoding.UTF8.GetBytes(context), tools ?? new FakeTools());

    public static Task<CodeResult> RunAsync(this ICodeRunner runner, string code, string context = NoContext, ICodeTools? tools = null) =>
        runner.RunAsync(Request(code, context, tools), TestContext.Current.CancellationToken);

    public static async Task<string> OutputAsync(this ICodeRunner runner, string code, string context = NoContext, ICodeTools? tools = null) =>
        (await runner.RunAsync(code, context, tools)).Output.GetRawText();

    public static Task<CodeException> FailAsync(this ICodeRunner runner, string code, string context = NoContext, ICodeTools? tools = null, int firstLine = 1) =>
        Assert.ThrowsAsync<CodeException>(() => runner.RunAsync(Request(code, context, tools, firstLine), TestContext.Current.CancellationToken));
}

/// <summary>Tools that answer with their own arguments, or as told.</summary>
internal sealed class FakeTools : ICodeTools
{
    public Func<string?, string, JsonElement, JsonElement> Answer { get; init; } = (_, _, arguments) => arguments;

    public List<string> Calls { get; } = [];

    public Task<JsonElement> CallAsync(string? server, string tool, JsonElement arguments, CancellationToken cancellationToken)
    {
        Calls.Add($"{server}/{tool}");
        return Task.FromResult(tool == "broken"
            ? throw new AelException(new AelError(ErrorCode.ToolFailed, "it broke") { Tool = "broken" })
            : Answer(server, tool, arguments));
    }
}
