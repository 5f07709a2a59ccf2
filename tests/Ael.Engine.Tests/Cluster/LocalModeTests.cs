using Ael.Reliability.Support;

namespace Ael.Engine.Tests.Cluster;

public sealed class LocalModeTests
{
    [Fact]
    public async Task A_local_engine_loads_nothing_of_a_cluster()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        using var folder = new ServedFolder();
        await using var engine = await folder.ServeAsync(TestContext.Current.CancellationToken);

        var loaded = await File.ReadAllLinesAsync($"/proc/{engine.Process.Id}/maps", TestContext.Current.CancellationToken);

        Assert.Contains(loaded, l => l.EndsWith("/Ael.Engine.dll", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded, l => l.Contains("/Orleans", StringComparison.Ordinal) || l.EndsWith("/Ael.Cluster.dll", StringComparison.Ordinal));
    }
}
