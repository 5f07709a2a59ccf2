using System.Collections.Concurrent;

namespace Ael.Engine.Cluster;

/// <summary>The executions that this node drives for the cluster, by id.</summary>
internal sealed class NodeRuns
{
    private readonly ConcurrentDictionary<string, NodeRun> _runs = new(StringComparer.Ordinal);

    public IReadOnlyCollection<NodeRun> All => [.. _runs.Values];

    public NodeRun? Find(string executionId) => _runs.GetValueOrDefault(executionId);

    /// <summary>Keeps it until its end.</summary>
    public void Add(NodeRun run)
    {
        _runs[run.Id] = run;
        _ = ForgetAsync(run);
    }

    private async Task ForgetAsync(NodeRun run)
    {
        await run.End;
        _runs.TryRemove(new KeyValuePair<string, NodeRun>(run.Id, run));
    }
}
