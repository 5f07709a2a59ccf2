using System.Diagnostics;
using Ael.Reliability.Support;
using Ael.TestSupport;

namespace Ael.Reliability.Cluster;

/// <summary>What nodes add, and what a durable step costs in a cluster beside a local engine. Times are of this machine; the ratios are what counts.</summary>
internal static class Throughput
{
    // What a node takes at once: more nodes can wait for more, until the cores are the limit.
    private const int Concurrent = 64;
    private const int Pause = 500;
    private const int Sequential = 100;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int seconds)
    {
        await using var server = await PostgresProcess.StartAsync(CancellationToken.None);
        double? one = null;
        Console.WriteLine("| nodes | executions/s | ratio to one node | per node added |");
        Console.WriteLine("| --- | --- | --- | --- |");
        for (var count = 1; count <= Blows.Count; count++)
        {
            await server.ExecuteAsync("postgres", $"CREATE DATABASE waiting{count}", CancellationToken.None);
            using var folder = new NodesFolder(server.ConnectionString($"waiting{count}"), Concurrent);
            await using var nodes = await Nodes.StartAsync(folder, count, CancellationToken.None);
            var rate = await WaitingAsync(nodes, TimeSpan.FromSeconds(seconds));
            one ??= rate;
            Console.WriteLine($"| {count} | {rate:0.0} | {rate / one:0.00} | {rate / one / count:0.00} |");
        }

        Console.WriteLine();
        Console.WriteLine("| ten durable steps, one after the other | ms | ms of the engine's processor | ratio |");
        Console.WriteLine("| --- | --- | --- | --- |");
        using var local = new ServedFolder();
        Stations.WriteMarks(local.Workflows);
        await using (var engine = await local.ServeAsync(CancellationToken.None))
        {
            one = await StepsAsync("local, SQLite", engine, null);
        }

        await server.ExecuteAsync("postgres", "CREATE DATABASE steps", CancellationToken.None);
        using var shared = new NodesFolder(server.ConnectionString("steps"), Concurrent);
        await using var node = await Nodes.StartAsync(shared, 1, CancellationToken.None);
        await StepsAsync("one node, PostgreSQL", node[0], one);
        return 0;
    }

    // Callers that start the next one as soon as their last has ended, as many as there are places.
    private static async Task<double> WaitingAsync(Nodes nodes, TimeSpan time)
    {
        using var over = new CancellationTokenSource();
        var ended = 0;
        var callers = Enumerable.Range(0, Concurrent * nodes.All.Count).Select(async i =>
        {
            var engine = nodes[i % nodes.All.Count];
            while (!over.IsCancellationRequested)
            {
                await engine.RunAsync(Stations.Name, new { ms = Pause }, CancellationToken.None);
                Interlocked.Increment(ref ended);
            }
        }).ToArray();
        await Task.Delay(s_warmUp, CancellationToken.None);
        var (before, start) = (Volatile.Read(ref ended), Stopwatch.GetTimestamp());
        await Task.Delay(time, CancellationToken.None);
        var rate = (Volatile.Read(ref ended) - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await over.CancelAsync();
        await Task.WhenAll(callers);
        return rate;
    }

    private static async Task<double> StepsAsync(string name, ServingEngine engine, double? local)
    {
        for (var i = 0; i < Sequential; i++)
        {
            await engine.RunAsync(Stations.MarksName, new { }, CancellationToken.None);
        }

        using var process = Process.GetProcessById(engine.Process.Id);
        var (busy, times) = (process.TotalProcessorTime, new List<double>());
        for (var i = 0; i < Sequential; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await engine.RunAsync(Stations.MarksName, new { }, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        process.Refresh();
        var median = times.Order().ElementAt(Sequential / 2);
        Console.WriteLine($"| {name} | {median:0.0} | {(process.TotalProcessorTime - busy).TotalMilliseconds / Sequential:0.0} | {(local is null ? 1 : median / local):0.00} |");
        return median;
    }
}
