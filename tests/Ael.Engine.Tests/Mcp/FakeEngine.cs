using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Mcp;

/// <summary>An engine whose executions do what the test says.</summary>
internal sealed class FakeEngine : IWorkflowEngine
{
    private readonly ConcurrentDictionary<string, FakeRun> _runs = new();

    /// <summary>Called with each execution as it starts; may end it at once. Default: completes with its inputs as output.</summary>
    public Action<FakeRun> OnStart { get; set; } = run => run.Complete(run.Request.Inputs);

    public ExecutionQuery? LastQuery { get; private set; }

    public EngineLoad Load => new(0, 0, 64, 256);

    public IEnumerable<FakeRun> Runs => _runs.Values;

    public Task<ExecutionHandle> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        var run = new FakeRun($"exec-{_runs.Count + 1:x12}", request);
        _runs[run.Id] = run;
        OnStart(run);
        return Task.FromResult(new ExecutionHandle(run.Id, run.Completion));
    }

    public bool Cancel(string executionId, string reason) => _runs.TryGetValue(executionId, out var run) && run.Cancel(reason);

    public Task<ExecutionHandle> RerunAsync(string executionId, JsonElement? inputs, string source, CancellationToken cancellationToken) =>
        throw new AelException(ErrorCode.ParamInvalid, "not here");

    public ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_runs.TryGetValue(executionId, out var run) ? run.Record : null);

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        var items = _runs.Values.Select(r => r.Record.Result).Select(r => new ExecutionSummary(
            r.ExecutionId, r.Workflow, r.Version, r.Status, "mcp", DateTimeOffset.UnixEpoch, null, null, null, r.TraceId, r.Error, null));
        return ValueTask.FromResult(new ExecutionPage([.. items], null));
    }

    public ValueTask<IAsyncEnumerable<ExecutionEvent>?> WatchAsync(string executionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_runs.TryGetValue(executionId, out var run) ? run.Events(cancellationToken) : null);
}
