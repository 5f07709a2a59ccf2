using Ael.Reliability.Cluster;
using Ael.Reliability.Support;

namespace Ael.Engine.Tests.Cluster;

public sealed class LocalModeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_local_engine_that_has_worked_has_loaded_nothing_of_a_cluster()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        using var folder = new ServedFolder("python: { executable: none-of-it }");
        Stations.WriteMarks(folder.Workflows);
        await using var engine = await folder.ServeAsync(Token);
        Assert.Equal("completed", (await engine.RunAsync(Stations.MarksName, new { }, Token)).GetProperty("status").GetString());

        var loaded = await File.ReadAllLinesAsync($"/proc/{engine.Process.Id}/maps", Token);

        Assert.Contains(loaded, l => l.EndsWith("/Ael.Engine.dll", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded, l => l.Contains("/Orleans", StringComparison.Ordinal) || l.EndsWith("/Ael.Cluster.dll", StringComparison.Ordinal));
    }
}
