using System.Net.Http.Json;
using Ael.Engine.Errors;
using Ael.Reliability.Cluster;

namespace Ael.Engine.Tests.Cluster;

/// <summary>What nodes together take on.</summary>
[Collection(nameof(ClusterFixture))]
public sealed class ClusterAdmissionTests(ClusterFixture cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_places_of_the_cluster_are_used_and_then_every_node_refuses()
    {
        var before = await ErrorsAsync();
        var ids = new List<string>();
        for (var i = 0; i < ClusterFixture.MaxConcurrent + ClusterFixture.MaxQueued; i++)
        {
            // All through one node: what it does not take, the others do, and no caller sees a refusal.
            ids.Add(await cluster.Nodes[0].BeginAsync(Stations.Name, new { ms = 600_000 }, Token));
        }

        await Eventually.TrueAsync(
            async () => await CountAsync("running") == ClusterFixture.MaxConcurrent && await CountAsync("pending") == ClusterFixture.MaxQueued, () => cluster.Nodes.Output, Token);
        foreach (var node in cluster.Nodes.All)
        {
            using var refused = await node.Http.PostAsJsonAsync($"/api/v1/workflows/{Stations.Name}/execute?async=true", new { inputs = new { ms = 1 } }, Token);
            Assert.Equal(ErrorCode.ResourceExhausted.HttpStatus, (int)refused.StatusCode);
            Assert.Contains("start one more node", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        // Each counted once, where it was asked for, however many nodes had no place for it.
        Assert.Equal(before.Select(n => n + 1), await ErrorsAsync());
        for (var i = 0; i < ids.Count; i++)
        {
            using var cancelled = await cluster.Nodes[i % Blows.Count].Http.PostAsJsonAsync($"/api/v1/executions/{ids[i]}/cancel", new { }, Token);
        }

        foreach (var id in ids)
        {
            Assert.Equal("cancelled", (await cluster.Nodes[0].EndAsync(id, Token)).GetProperty("status").GetString());
        }
    }

    private async Task<int> CountAsync(string status) =>
        (await cluster.Folder.QueryAsync($"SELECT id, owner FROM executions WHERE status = '{status}'", Token)).Count;

    // Refusals that each node has counted.
    private async Task<IReadOnlyList<double>> ErrorsAsync() =>
        await Task.WhenAll(cluster.Nodes.All.Select(n => n.MetricAsync("ael_errors_total", Token, "\"RESOURCE_EXHAUSTED\"")));
}
