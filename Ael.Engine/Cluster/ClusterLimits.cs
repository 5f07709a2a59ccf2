using Ael.Engine.Configuration;
using Ael.Engine.Execution;

namespace Ael.Engine.Cluster;

/// <summary>
/// The limits of a node, and its share of those of the cluster. Shares add up to the whole: the nodes are in one order everywhere, and the first ones take
/// what does not divide. Nobody has to be asked; while members change, for as long as that takes to be known, a little more or less is possible.
/// </summary>
/// <param name="options">The node's own limits, and the cluster's.</param>
/// <param name="place">This node's place among those that take part, from 0, and how many they are, at least 1.</param>
internal sealed class ClusterLimits(EngineOptions options, Func<(int Rank, int Count)> place) : EngineLimits(options)
{
    private readonly ClusterOptions _cluster = options.Cluster;

    // Never none: what a node took over, or what waits there, would wait until the members change.
    public override int MaxConcurrent => Math.Min(base.MaxConcurrent, Math.Max(1, Share(_cluster.MaxConcurrent)));

    public override int MaxQueued => Math.Min(base.MaxQueued, Share(_cluster.MaxQueued));

    public override int RateLimit => _cluster.RateLimit == 0
        ? base.RateLimit
        : Math.Min(base.RateLimit == 0 ? int.MaxValue : base.RateLimit, Math.Max(1, Share(_cluster.RateLimit)));

    public override string MoreRoom => "start one more node, or raise `max_concurrent` or `max_queued` of `execution` and `cluster`";

    public override string MoreRequests => "raise `security.rate_limit` and `cluster.rate_limit` (requests a minute)";

    /// <summary>Of this many for the whole cluster; 0 there is no bound.</summary>
    private int Share(int whole)
    {
        if (whole == 0)
        {
            return int.MaxValue;
        }

        var (rank, count) = place();
        return (whole / count) + (rank < whole % count ? 1 : 0);
    }
}
