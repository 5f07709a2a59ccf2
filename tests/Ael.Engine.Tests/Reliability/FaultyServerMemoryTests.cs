using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Reliability;

/// <summary>However much an MCP server sends, little of it stays.</summary>
[Collection(Alone.Name)]
public sealed class FaultyServerMemoryTests
{
    [Theory]
    [InlineData("flood", "\"flood\"")]
    [InlineData("huge", "TOOL_UNAVAILABLE")]
    [InlineData("endless", "TOOL_UNAVAILABLE")]
    public async Task Nothing_of_what_was_too_much_is_kept(string fault, string ends)
    {
        // The buffer of one message may stay in the runtime's pool for half a minute.
        await using var host = await FaultyServers.StartAsync(maxMessageBytes: 1 << 20);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Equal(ends, await FaultyServers.EndAsync(host, fault, "faulty", TimeSpan.FromSeconds(60)));

        // The connection is taken down after the call has been told.
        var kept = 0L;
        await Eventually.TrueAsync(
            () => Task.FromResult((kept = GC.GetTotalMemory(forceFullCollection: true) - before) < 8 << 20),
            () => $"{kept:N0} bytes are kept", TestContext.Current.CancellationToken);
    }
}
