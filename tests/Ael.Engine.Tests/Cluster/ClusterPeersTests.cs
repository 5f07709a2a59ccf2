using Ael.Engine.Cluster;
using Ael.Engine.Configuration;
using Ael.Engine.Tests.Support;
using Ael.Reliability.Cluster;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Cluster;

/// <summary>Who may join.</summary>
[Collection(nameof(ClusterFixture))]
public sealed class ClusterPeersTests(ClusterFixture cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_engine_of_another_protocol_refuses_to_join_and_the_cluster_does_not_notice()
    {
        await MemberAsync("newer", "ael 9.0.0 protocol 9 there:1");

        await using var refused = await EngineProcess.RunAsync(
            new Dictionary<string, string> { ["AEL__CLUSTER__ID"] = "newer" }, Token, "serve", "--config", cluster.Folder.ConfigOf(0));

        Assert.Equal(2, await refused.ExitAsync(EngineProcess.Patience, Token));
        Assert.Contains("CONFIG_INVALID: cluster 'newer' runs engines that this one cannot work with: there:1 has version 9.0.0 with cluster protocol 9", refused.Stderr, StringComparison.Ordinal);
        Assert.Equal("completed", (await cluster.Nodes[0].RunAsync(Stations.Name, new { ms = 1 }, Token)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Another_version_of_the_same_protocol_is_welcome_and_said()
    {
        await MemberAsync("older", $"ael 0.0.9 protocol {ClusterPeers.Protocol} there:1");

        Assert.Contains("Node there:1 of the cluster has engine version 0.0.9", await HeardAsync("older", TimeProvider.System), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_said()
    {
        // What the question to PostgreSQL took is in it too.
        Assert.Matches(@"(3599\.\d|3600\.\d) s away", await HeardAsync("alone", new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1))));
        Assert.Equal("", await HeardAsync("alone", TimeProvider.System));
    }

    private async Task<string> HeardAsync(string id, TimeProvider time)
    {
        var options = new EngineOptions { Cluster = new ClusterOptions { Id = id }, Storage = new StorageOptions { Postgres = cluster.Server.ConnectionString("cluster") } };
        var log = new HeardLog();
        using var loggers = LoggerFactory.Create(l => l.AddProvider(log));
        await new ClusterPeers(options, time, loggers.CreateLogger<ClusterPeers>()).StartAsync(Token);
        return string.Join('\n', log.Lines);
    }

    private Task MemberAsync(string id, string name) => cluster.Server.ExecuteAsync(
        "cluster",
        $"""
        INSERT INTO cluster_versions (cluster, version) VALUES ('{id}', 1);
        INSERT INTO cluster_nodes (cluster, address, port, generation, name, host, status, proxy_port, started_at, alive_at)
        VALUES ('{id}', '127.0.0.1', 1, 1, '{name}', 'there', 3, 0, now(), now())
        """,
        Token);
}
