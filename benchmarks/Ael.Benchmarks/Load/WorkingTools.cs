using System.Text.Json;
using Ael.Engine.Python;
using Ael.Engine.Tools;
using ModelContextProtocol.Protocol;

namespace Ael.Benchmarks.Load;

/// <summary>Tools and code in place of servers and Python, whose own time would hide the engine's.</summary>
internal sealed class WorkingTools(StepWork work) : IToolClient, ICodeRunner
{
    private static readonly JsonElement s_result = JsonElement.Parse("1");

    private readonly ExactWait? _wait = work.NewWait();

    public IReadOnlyList<ToolInfo> Tools { get; } = [new("work", "here", new Tool { Name = "work", InputSchema = JsonElement.Parse("""{"type":"object"}""") })];

    public IReadOnlyList<ServerStatus> Servers => [];

    public PythonStatus Status => new("none", null, 1, 0);

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public async Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        await work.DoAsync(_wait);
        return s_result;
    }

    public async Task<CodeResult> RunAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        await work.DoAsync(_wait);
        return new CodeResult(s_result, "");
    }

    public Task<IReadOnlyList<CodeProblem>> CheckAsync(string code, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CodeProblem>>([]);

    public Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WaitForFirstConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
