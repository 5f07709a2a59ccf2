using Ael.Engine.Cluster;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Api;

namespace Ael.Engine.Tests.Cluster;

/// <summary>What a node may take on as one of several.</summary>
public sealed class ClusterLimitsTests
{
    private static readonly EngineOptions s_own = new()
    {
        Execution = new ExecutionOptions { MaxConcurrent = 40, MaxQueued = 30 },
        Security = new SecurityOptions { RateLimit = 600 },
    };

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 3)]
    [InlineData(11, 3)]
    [InlineData(12, 3)]
    [InlineData(100, 7)]
    public void Shares_add_up_to_what_the_cluster_may(int whole, int nodes)
    {
        var options = With(new ClusterOptions { MaxConcurrent = whole, MaxQueued = whole, RateLimit = whole });
        var limits = Enumerable.Range(0, nodes).Select(rank => Limits(options, rank, nodes)).ToList();

        Assert.Equal(Math.Min(whole, nodes * 40), limits.Sum(l => l.MaxConcurrent));
        Assert.Equal(Math.Min(whole, nodes * 30), limits.Sum(l => l.MaxQueued));
        Assert.Equal(whole, limits.Sum(l => l.RateLimit));
        Assert.InRange(limits.Max(l => l.MaxConcurrent) - limits.Min(l => l.MaxConcurrent), 0, 1);
    }

    [Fact]
    public void What_a_node_may_by_itself_it_never_exceeds()
    {
        var alone = Limits(With(new ClusterOptions { MaxConcurrent = 1000, MaxQueued = 1000, RateLimit = 10_000 }), 0, 2);
        var unlimited = Limits(With(new ClusterOptions()), 1, 2);

        Assert.All([alone, unlimited], l => Assert.Equal((40, 30, 600), (l.MaxConcurrent, l.MaxQueued, l.RateLimit)));
    }

    /// <summary>An execution that it took over from another node would else wait there for ever.</summary>
    [Fact]
    public void Every_node_runs_one_even_where_the_limit_is_less_than_the_nodes()
    {
        var options = With(new ClusterOptions { MaxConcurrent = 2, MaxQueued = 2, RateLimit = 2 });

        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(rank => Limits(options, rank, 3).MaxConcurrent));
        Assert.Equal([1, 1, 0], Enumerable.Range(0, 3).Select(rank => Limits(options, rank, 3).MaxQueued));
        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(rank => Limits(options, rank, 3).RateLimit));
    }

    [Fact]
    public void A_share_changes_with_the_members()
    {
        var place = (Rank: 0, Count: 1);
        var limits = new ClusterLimits(With(new ClusterOptions { MaxConcurrent = 30 }), () => place);
        Assert.Equal(30, limits.MaxConcurrent);

        place = (2, 3);

        Assert.Equal(10, limits.MaxConcurrent);
    }

    [Fact]
    public async Task A_node_answers_its_share_of_the_requests_that_a_caller_may_send_to_all()
    {
        var place = (Rank: 0, Count: 3);
        var options = new EngineOptions { Security = new SecurityOptions { RateLimit = 0 }, Cluster = new ClusterOptions { RateLimit = 6 } };
        await using var host = await ApiHost.StartAsync(options, limits: new ClusterLimits(options, () => place));
        await host.JsonAsync(200, "GET", "/api/v1/info");
        await host.JsonAsync(200, "GET", "/api/v1/info");

        using var refused = await host.SendAsync("GET", "/api/v1/info");

        Assert.Equal(ErrorCode.RateLimited.HttpStatus, (int)refused.StatusCode);
        Assert.Contains("cluster.rate_limit", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        // The other two are gone, and with them their shares.
        place = (0, 1);
        await host.JsonAsync(200, "GET", "/api/v1/info");
    }

    private static EngineOptions With(ClusterOptions cluster) => s_own with { Cluster = cluster };

    private static ClusterLimits Limits(EngineOptions options, int rank, int count) => new(options, () => (rank, count));
}
