using Ael.TestSupport;

namespace Ael.Reliability.Cluster;

/// <summary>What is done to a cluster of three under load, and what comes of it. Each leaves three nodes that run.</summary>
internal sealed class Blows(PostgresProcess server, NodesFolder folder, Nodes nodes)
{
    public const int Count = 3;
    private const int Victim = 2;

    // A node's exit code.
    private const int LostItsPlace = 70;

    /// <summary>A node is killed.</summary>
    public async Task<ClusterReport> KillAsync(int executions, int ms, CancellationToken cancellationToken)
    {
        var before = 0.0;
        var report = await RunAsync(
            executions, executions / 10, ms, Victim,
            async crowd =>
            {
                before = await RecoveriesAsync(cancellationToken);
                var process = nodes[Victim].Process;
                process.Send(Signal.Kill);
                await process.ExitAsync(EngineProcess.Patience, cancellationToken);
                await crowd.NoteAsync(nodes.NameOf(Victim), cancellationToken);
                await nodes.ForgetAsync(Victim);
            },
            cancellationToken);
        if (await RecoveriesAsync(cancellationToken) - before is var recovered && recovered != report.Affected)
        {
            report.Problems.Add($"{report.Affected} executions were to be taken over, and the nodes' metrics have {recovered}");
        }

        await nodes.StartAgainAsync(Victim, cancellationToken);
        return report;
    }

    /// <summary>All nodes are stopped and started again, one after the other.</summary>
    public Task<ClusterReport> RollAsync(int executions, int ms, CancellationToken cancellationToken) => RunAsync(
        executions, 0, ms, null,
        async crowd =>
        {
            await crowd.NoteAsync(nodes.NameOf(Victim), cancellationToken);
            for (var node = Count - 1; node >= 0; node--)
            {
                var code = await nodes.StopAsync(node, cancellationToken);
                if (code != 0)
                {
                    crowd.Report.Problems.Add($"node {node} ended with exit code {code}");
                }

                await nodes.StartAgainAsync(node, cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>The database is stopped, and started again after a while.</summary>
    public Task<ClusterReport> OutageAsync(int executions, int ms, TimeSpan away, CancellationToken cancellationToken) => RunAsync(
        executions, executions / 10, ms, null,
        async crowd =>
        {
            await crowd.NoteAsync(null, cancellationToken);
            await server.StopAsync(cancellationToken);
            await Task.Delay(away, cancellationToken);
            await server.StartAgainAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>A node is frozen, for so long and until the others have taken over what it did, and woken.</summary>
    public async Task<ClusterReport> FreezeAsync(int executions, int ms, TimeSpan frozen, CancellationToken cancellationToken)
    {
        var report = await RunAsync(
            executions, executions / 10, ms, Victim,
            async crowd =>
            {
                var process = nodes[Victim].Process;
                process.Send(Signal.Stop);
                await crowd.NoteAsync(nodes.NameOf(Victim), cancellationToken);
                await Task.Delay(frozen, cancellationToken);
                await nodes[0].Process.LineAsync($"{nodes.NameOf(Victim)} is gone", cancellationToken);
                await Eventually.TrueAsync(
                    async () => (await folder.QueryAsync("SELECT id, owner FROM executions WHERE status IN ('pending', 'running')", cancellationToken))
                        .All(e => e.Item2 != nodes.NameOf(Victim)),
                    () => "executions stay with the frozen node", cancellationToken);
                crowd.NoteMoved();
                process.Send(Signal.Continue);
                if (await process.ExitAsync(EngineProcess.Patience, cancellationToken) is var code && (code != LostItsPlace || !process.Stdout.Contains("has lost its place", StringComparison.Ordinal)))
                {
                    crowd.Report.Problems.Add($"the node that woke ended with exit code {code}, and its log does not say that it had lost its place\n{process.Stdout}");
                }

                crowd.CheckStarted(Victim);
                await nodes.ForgetAsync(Victim);
            },
            cancellationToken);
        await nodes.StartAgainAsync(Victim, cancellationToken);
        return report;
    }

    // Of those that go on.
    private async Task<double> RecoveriesAsync(CancellationToken cancellationToken) =>
        (await Task.WhenAll(nodes.All.Take(Victim).Select(n => n.MetricAsync("ael_cluster_recoveries_total", cancellationToken)))).Sum();

    private async Task<ClusterReport> RunAsync(int executions, int waiting, int ms, int? victim, Func<Crowd, Task> blow, CancellationToken cancellationToken)
    {
        var crowd = new Crowd(folder, nodes);
        await crowd.StartAsync(executions, waiting, [0, 1], ms, cancellationToken);
        await blow(crowd);
        await crowd.EndAsync(0, victim, cancellationToken);
        return crowd.Report;
    }
}
