using System.Diagnostics.Metrics;
using Ael.Cluster;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Cluster;

/// <summary>What this node says of the cluster and of itself in it.</summary>
internal sealed class ClusterMetrics
{
    private readonly Counter<long> _moves;
    private readonly Counter<long> _recoveries;

    public ClusterMetrics(AelTelemetry telemetry, ClusterMembers members, NodeRuns runs)
    {
        _moves = telemetry.Count(MetricCatalogue.ClusterMoves);
        _recoveries = telemetry.Count(MetricCatalogue.ClusterRecoveries);
        telemetry.Observe(MetricCatalogue.ClusterNodes, () => [new Measurement<long>(members.Known.Count(m => m.IsActive))]);
        telemetry.Observe(MetricCatalogue.ClusterActivations, () => [new Measurement<long>(runs.All.Count)]);
        // So that the first one is seen as a rise.
        Moved("drained", 0);
        Moved("taken", 0);
        Recovered(0);
    }

    public void Moved(string reason, long count = 1) => _moves.Add(count, new KeyValuePair<string, object?>("reason", reason));

    public void Recovered(long count = 1) => _recoveries.Add(count);
}
