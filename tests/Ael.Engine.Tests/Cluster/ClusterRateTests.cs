using Ael.Engine.Errors;
using Ael.Reliability.Cluster;

namespace Ael.Engine.Tests.Cluster;

/// <summary>What one caller may ask of all nodes together. These nodes are its own: whoever else asks the others would use up the same tokens.</summary>
[Collection(nameof(ClusterFixture))]
public sealed class ClusterRateTests(ClusterFixture cluster)
{
    private const int Limit = 30;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_share_the_requests_of_a_caller_and_share_anew_when_one_has_left()
    {
        await cluster.Server.ExecuteAsync("postgres", "CREATE DATABASE rate", Token);
        using var folder = new NodesFolder(cluster.Server.ConnectionString("rate"), limits: $", rate_limit: {Limit}");
        await using var nodes = await Nodes.StartAsync(folder, Blows.Count, Token);

        foreach (var node in nodes.All)
        {
            var (answered, refusal) = await UntilRefusedAsync(node);
            Assert.InRange(answered, Limit / Blows.Count, Limit - 1);
            Assert.Contains($"{Limit / Blows.Count} a minute", refusal, StringComparison.Ordinal);
        }

        Assert.Equal(0, await nodes.StopAsync(2, Token));

        foreach (var node in nodes.All)
        {
            // A bucket of another size is a full one.
            await Eventually.TrueAsync(
                async () => (await UntilRefusedAsync(node)).Refusal.Contains($"{Limit / 2} a minute", StringComparison.Ordinal), () => nodes.Output, Token);
        }
    }

    private static async Task<(int Answered, string Refusal)> UntilRefusedAsync(ServingEngine node)
    {
        for (var answered = 0; ; answered++)
        {
            using var answer = await node.Http.GetAsync("/api/v1/info", Token);
            if (!answer.IsSuccessStatusCode)
            {
                Assert.Equal(ErrorCode.RateLimited.HttpStatus, (int)answer.StatusCode);
                return (answered, await answer.Content.ReadAsStringAsync(Token));
            }
        }
    }
}
