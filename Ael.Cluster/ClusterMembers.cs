using Orleans.Runtime;

namespace Ael.Cluster;

/// <summary>The nodes, as Orleans' membership has them. A node's id is what owns its executions in the store.</summary>
internal sealed class ClusterMembers(IClusterMembershipService membership, ILocalSiloDetails local)
{
    /// <summary>This node; another one each time the process starts.</summary>
    public string Self { get; } = IdOf(local.SiloAddress);

    /// <summary>As this node last heard: all that are not dead.</summary>
    public IReadOnlyList<ClusterMember> Known =>
        [.. membership.CurrentSnapshot.Members.Values.Where(m => m.Status != SiloStatus.Dead).Select(m => new ClusterMember(IdOf(m.SiloAddress), m.SiloAddress, m.Status == SiloStatus.Active, m.Name))];

    /// <summary>This node's place among those that take part, from 0, in an order that is the same for all; and how many they are, at least 1.</summary>
    public (int Rank, int Count) Place
    {
        get
        {
            var ids = Known.Where(m => m.IsActive).Select(m => m.Id).Append(Self).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            return (ids.IndexOf(Self), ids.Count);
        }
    }

    /// <summary>Raised with each change, from this node's own start on.</summary>
    public IAsyncEnumerable<ClusterMembershipSnapshot> Changes => membership.MembershipUpdates;

    /// <summary>Ids of all that are not dead by the membership table as it is now.</summary>
    public async Task<IReadOnlySet<string>> AliveAsync()
    {
        await membership.Refresh();
        return Known.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
    }

    public static string IdOf(SiloAddress address) => address.ToParsableString();
}

/// <param name="Id">Address, port and generation.</param>
/// <param name="Address">The same, for Orleans.</param>
/// <param name="IsActive">It takes part; else it is joining or leaving.</param>
/// <param name="Name">As it calls itself.</param>
internal sealed record ClusterMember(string Id, SiloAddress Address, bool IsActive, string Name);
