using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Reliability;

/// <summary>An MCP server that does wrong whatever it can. Each call ends in its code; the server is usable again after it, and no other one notices.</summary>
public sealed class FaultyServerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hang", 1, "cancelled")]
    [InlineData("drip", 1, "cancelled")]
    [InlineData("wrong_id", 1, "cancelled")]
    [InlineData("no_id", 1, "cancelled")]
    [InlineData("malformed", 1, "cancelled")]
    [InlineData("not_json", 1, "cancelled")]
    [InlineData("not_utf8", 1, "cancelled")]
    [InlineData("deep", 1, "cancelled")]
    [InlineData("twice", 60, "\"first\" or \"second\"")]
    [InlineData("flood", 60, "\"flood\"")]
    [InlineData("die", 60, "TOOL_UNAVAILABLE")]
    [InlineData("bad_shape", 60, "TOOL_FAILED")]
    [InlineData("huge", 60, "TOOL_UNAVAILABLE")]
    [InlineData("endless", 60, "TOOL_UNAVAILABLE")]
    public async Task A_fault_ends_in_its_code_and_harms_nobody_else(string fault, int seconds, string ends)
    {
        await using var host = await FaultyServers.StartAsync();

        Assert.Contains(await FaultyServers.EndAsync(host, fault, "faulty", TimeSpan.FromSeconds(seconds)), ends.Split(" or "));

        Assert.Equal("\"fine\"", await FaultyServers.EndAsync(host, "fine", "sound", s_patience));
        // One that still writes its endless answer may have to be started again first.
        await Eventually.TrueAsync(
            async () => await FaultyServers.EndAsync(host, "fine", "faulty", TimeSpan.FromSeconds(2)) == "\"fine\"" || fault is "drip" or "hang",
            () => $"the server is not usable after '{fault}'", Token);
    }

    [Fact]
    public async Task A_large_answer_within_the_limit_arrives()
    {
        await using var host = await FaultyServers.StartAsync();

        Assert.Equal(8 << 20, (await FaultyServers.EndAsync(host, "large", "faulty", s_patience)).Trim('"', ' ').Length);
    }
}
