using Ael.Reliability.Cluster;

namespace Ael.Engine.Tests.Cluster;

/// <summary>What is done to a cluster under load, in short; <c>tests/Ael.Reliability</c> does the same in full.</summary>
[Collection(nameof(ClusterFixture))]
public sealed class ClusterBlowTests(ClusterFixture cluster)
{
    // Six of them make an execution: the first must still run when the last has begun, also where nodes have just started and the machine is busy.
    private const int PauseMs = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_is_killed_loses_nothing() => Check(await cluster.Blows.KillAsync(executions: 15, ms: PauseMs, Token));

    [Fact]
    public async Task All_nodes_can_be_restarted_one_after_the_other_under_load() => Check(await cluster.Blows.RollAsync(executions: 9, ms: PauseMs, Token));

    [Fact]
    public async Task PostgreSQL_may_be_away_for_a_while() => Check(await cluster.Blows.OutageAsync(executions: 12, ms: PauseMs, TimeSpan.FromSeconds(1), Token));

    [Fact]
    public async Task A_node_that_was_frozen_begins_nothing_that_has_moved_on() => Check(await cluster.Blows.FreezeAsync(executions: 15, ms: PauseMs, TimeSpan.Zero, Token));

    private void Check(ClusterReport report) => Assert.True(report.Problems.Count == 0, $"{report}\n{cluster.Nodes.Output}");
}

[CollectionDefinition(nameof(ClusterFixture))]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>;
