using Ael.TestSupport;

namespace Ael.Reliability.Cluster;

/// <summary>The scenarios in full, each on a cluster and a database server of its own.</summary>
internal static class ClusterCommands
{
    public static Task<int> KillAsync(int executions) => RunAsync("one of three nodes killed", b => b.KillAsync(executions, 5000, CancellationToken.None));

    public static Task<int> RollAsync(int executions) => RunAsync("three nodes restarted one after the other", b => b.RollAsync(executions, 5000, CancellationToken.None));

    public static Task<int> OutageAsync(int seconds) => RunAsync(
        $"PostgreSQL away for {seconds} s", b => b.OutageAsync(100, 1000, TimeSpan.FromSeconds(seconds), CancellationToken.None));

    public static Task<int> FreezeAsync(int seconds) => RunAsync(
        $"one of three nodes frozen for {seconds} s", b => b.FreezeAsync(100, 5000, TimeSpan.FromSeconds(seconds), CancellationToken.None));

    private static async Task<int> RunAsync(string name, Func<Blows, Task<ClusterReport>> run)
    {
        await using var server = await PostgresProcess.StartAsync(CancellationToken.None);
        await server.ExecuteAsync("postgres", "CREATE DATABASE cluster", CancellationToken.None);
        using var folder = new NodesFolder(server.ConnectionString("cluster"));
        await using var nodes = await Nodes.StartAsync(folder, Blows.Count, CancellationToken.None);
        var report = await run(new Blows(server, folder, nodes));
        if (report.Problems.Count > 0)
        {
            Console.Error.WriteLine(nodes.Output);
        }

        Console.WriteLine($"{name}: {report}");
        return report.Problems.Count == 0 ? 0 : 1;
    }
}
