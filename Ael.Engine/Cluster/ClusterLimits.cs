using Ael.Cluster;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;

namespace Ael.Engine.Cluster;

/// <summary>
/// The limits of a node, and its share of those of the cluster. Shares add up to the whole: the nodes are in one order everywhere, and the first ones take
/// what does not divide. Nobody has to be asked; while members change, for as long as that takes to be known, a little more or less is possible.
/// </summary>
internal sealed class ClusterLimits(EngineOptions options, ClusterMembers members) : EngineLimits(options)
{
    private readonly ClusterOptions _cluster = options.Cluster;

    public override int MaxConcurrent => Math.Min(base.MaxConcurrent, Share(_cluster.MaxConcurrent));

    public override int MaxQueued => Math.Min(base.MaxQueued, Share(_cluster.MaxQueued));

    public override int RateLimit => _cluster.RateLimit == 0
        ? base.RateLimit
        : Math.Min(base.RateLimit == 0 ? int.MaxValue : base.RateLimit, Math.Max(1, Share(_cluster.RateLimit)));

    /// <summary>Of this many for the whole cluster; 0 there is no bound.</summary>
    private int Share(int whole)
    {
        if (whole == 0)
        {
            return int.MaxValue;
        }

        var (rank, count) = members.Place;
        return (whole / count) + (rank < whole % count ? 1 : 0);
    }
}
