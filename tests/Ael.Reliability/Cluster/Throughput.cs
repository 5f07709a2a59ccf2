using System.Diagnostics;
using System.Globalization;
using Ael.Reliability.Support;
using Ael.TestSupport;

namespace Ael.Reliability.Cluster;

/// <summary>What nodes add, and what a durable step costs in a cluster beside a local engine. Times are of this machine; the ratios are what counts.</summary>
internal static class Throughput
{
    // What a node takes at once: more nodes can wait for more, until the cores are the limit.
    private const int Concurrent = 24;
    private const int Pause = 500;
    private const int Sequential = 100;
    private const int Pairs = 60;
    private const int WarmUpPairs = 10;
    private const int Block = 9;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int seconds)
    {
        await using var server = await PostgresProcess.StartAsync(CancellationToken.None);
        double? one = null;
        Console.WriteLine("| nodes | executions/s | ratio to one node | per node | of the machine's processors, busy |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        for (var count = 1; count <= Blows.Count; count++)
        {
            await server.ExecuteAsync("postgres", $"CREATE DATABASE waiting{count}", CancellationToken.None);
            using var folder = new NodesFolder(server.ConnectionString($"waiting{count}"), Concurrent);
            await using var nodes = await Nodes.StartAsync(folder, count, CancellationToken.None);
            var (rate, busy) = await WaitingAsync(nodes, TimeSpan.FromSeconds(seconds));
            one ??= rate;
            Console.WriteLine($"| {count} | {rate:0.0} | {rate / one:0.00} | {rate / one / count:0.00} | {busy:0%} |");
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
        await LocalAsync();
        return 0;
    }

    // In turns, and each pair gives one ratio: it does not mind that some blocks met a busy machine.
    private static async Task LocalAsync()
    {
        using var bare = new BareEngine();
        using var folder = new ServedFolder();
        using var other = new ServedFolder();
        Stations.WriteMarks(folder.Workflows);
        Stations.WriteMarks(other.Workflows);
        await using var shipped = await folder.ServeAsync(CancellationToken.None);
        await using var without = await other.ServeAsync(CancellationToken.None, program: bare.Program);
        var ratios = new List<double>();
        for (var pair = -WarmUpPairs; pair < Pairs; pair++)
        {
            var (first, second) = pair % 2 == 0 ? (shipped, without) : (without, shipped);
            var (one, two) = (await BlockAsync(first), await BlockAsync(second));
            if (pair >= 0)
            {
                ratios.Add(pair % 2 == 0 ? one / two : two / one);
            }
        }

        ratios.Sort();
        Console.WriteLine();
        Console.WriteLine("| local engine, beside one whose program has no Orleans | ratio |");
        Console.WriteLine("| --- | --- |");
        // The median, and where it lies with a probability of 95 percent by the order of the values alone.
        var far = (int)Math.Ceiling(0.98 * Math.Sqrt(Pairs));
        Console.WriteLine($"| ten durable steps | {ratios[Pairs / 2]:0.000} ({ratios[(Pairs / 2) - far]:0.000} to {ratios[(Pairs / 2) + far]:0.000}) |");
    }

    private static async Task<double> BlockAsync(ServingEngine engine)
    {
        var times = new List<double>();
        for (var i = 0; i < Block; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await engine.RunAsync(Stations.MarksName, new { }, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times[Block / 2];
    }

    // Callers that start the next one as soon as their last has ended, as many as there are places.
    private static async Task<(double Rate, double Busy)> WaitingAsync(Nodes nodes, TimeSpan time)
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
        var (before, start, idle) = (Volatile.Read(ref ended), Stopwatch.GetTimestamp(), Idle());
        await Task.Delay(time, CancellationToken.None);
        var busy = 1 - ((Idle() - idle) / Stopwatch.GetElapsedTime(start).TotalSeconds / Environment.ProcessorCount);
        var rate = (Volatile.Read(ref ended) - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await over.CancelAsync();
        await Task.WhenAll(callers);
        return (rate, busy);
    }

    // Seconds, of all processors, in which nothing was to be done, or only a disk waited for: the fourth and fifth number of the first line, in hundredths.
    private static double Idle() =>
        File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[4..6].Sum(n => double.Parse(n, CultureInfo.InvariantCulture)) / 100;

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
