using System.Runtime.CompilerServices;
using System.Text.Json;
using Ael.Cluster;
using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Cluster;

/// <summary>An execution that this node drives, for the grain that stands for it.</summary>
internal sealed class NodeRun : IExecutionRun
{
    private readonly ExecutionRun _run;
    private readonly WorkflowEngine _engine;
    private readonly LiveExecutions _live;

    /// <param name="run">The execution.</param>
    /// <param name="completion">Its end, whatever it is.</param>
    /// <param name="engine">Which drives it.</param>
    /// <param name="live">Where it and its sub-workflows are found.</param>
    /// <param name="left">Called when it left without an end, before anybody else is told.</param>
    public NodeRun(ExecutionRun run, Task<ExecutionResult> completion, WorkflowEngine engine, LiveExecutions live, Func<NodeRun, Task> left)
    {
        _run = run;
        _engine = engine;
        _live = live;
        End = EndAsync(completion, left);
    }

    public string Id => _run.Id;

    public Task<byte[]?> End { get; }

    public byte[]? Snapshot(string executionId) => _live.Find(executionId) is { } run
        ? JsonSerializer.SerializeToUtf8Bytes(run.Snapshot().Result, ClusterJson.Default.ExecutionResult)
        : null;

    public async Task<bool> CancelAsync(string executionId, string reason) => await _engine.CancelAsync(executionId, reason);

    public async IAsyncEnumerable<byte[]> WatchAsync(string executionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_live.Find(executionId) is { } run)
        {
            await foreach (var happened in run.Events.WatchAsync(cancellationToken))
            {
                yield return JsonSerializer.SerializeToUtf8Bytes(happened, ClusterJson.Default.ExecutionEvent);
            }
        }
    }

    /// <summary>As <see cref="LeaveAsync"/>, once the steps that run have ended; does not wait.</summary>
    public void LeaveAfterSteps() => _run.LeaveAfterSteps();

    /// <summary>As <see cref="LeaveAsync"/>; does not wait.</summary>
    public void LeaveNow() => _run.Leave();

    public async Task LeaveAsync()
    {
        LeaveNow();
        await End;
    }

    private async Task<byte[]?> EndAsync(Task<ExecutionResult> completion, Func<NodeRun, Task> left)
    {
        var result = await completion;
        if (!_run.HasLeft)
        {
            return JsonSerializer.SerializeToUtf8Bytes(result, ClusterJson.Default.ExecutionResult);
        }

        await left(this);
        return null;
    }
}
