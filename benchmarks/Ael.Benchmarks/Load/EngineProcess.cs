using System.Globalization;
using Ael.Benchmarks.Store;

namespace Ael.Benchmarks.Load;

/// <summary>
/// An engine in a process of its own: activity sources are known by name across a process, so that the exporter of one engine would get
/// the spans of another beside it.
/// </summary>
internal sealed class EngineProcess : IDisposable
{
    public const string Argument = "--engine";

    private readonly ChildProcess _process;

    public EngineProcess(EngineSetup setup)
        : this(Argument, setup.ToString())
    {
    }

    /// <summary>This program in any role that <see cref="ServeAsync(IWorkload)"/> plays.</summary>
    public EngineProcess(params string[] arguments) => _process = ChildProcess.Start(arguments);

    /// <summary>What each execution took, in ms.</summary>
    public async Task<double[]> RunAsync(int executions) =>
        [.. (await _process.AskAsync($"run {executions}")).Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture))];

    /// <summary>What so many executions took together, in ms, when so many ran at once.</summary>
    public async Task<double> RunTogetherAsync(int executions, int atOnce) =>
        double.Parse(await _process.AskAsync($"together {executions} {atOnce}"), CultureInfo.InvariantCulture);

    /// <summary>Bytes on the heap after a collection.</summary>
    public async Task<long> MemoryAsync() => await NumberAsync("memory");

    /// <summary>Bytes that so many executions allocate, on all threads.</summary>
    public async Task<long> AllocatedAsync(int executions) => await NumberAsync($"allocate {executions}");

    /// <summary>Spans and log records.</summary>
    public async Task<long> DroppedAsync() => await NumberAsync("dropped");

    public void Dispose() => _process.Dispose();

    public static async Task<int> ServeAsync(string setup)
    {
        var parsed = EngineSetup.Parse(setup);
        await using IWorkload engine = parsed.Bare switch
        {
            BareCalls.Telemetry => new BareTelemetry(parsed),
            BareCalls.Commits => new BareCommits(parsed),
            _ => new LoadedEngine(parsed),
        };
        return await ServeAsync(engine);
    }

    /// <summary>Answers until its input ends.</summary>
    public static async Task<int> ServeAsync(IWorkload engine)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Console.WriteLine(line.Split(' ') switch
            {
                ["run", var count] => string.Join(' ', (await engine.RunAsync(Number(count))).Select(t => t.ToString(CultureInfo.InvariantCulture))),
                ["together", var count, var atOnce] => (await engine.RunTogetherAsync(Number(count), Number(atOnce))).ToString(CultureInfo.InvariantCulture),
                ["allocate", var count] => (await AllocatedAsync(engine, Number(count))).ToString(CultureInfo.InvariantCulture),
                ["memory"] => GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture),
                _ => engine.Dropped.ToString(CultureInfo.InvariantCulture),
            });
        }

        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<long> AllocatedAsync(IWorkload engine, int executions)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await engine.RunAsync(executions);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private async Task<long> NumberAsync(string question) => long.Parse(await _process.AskAsync(question), CultureInfo.InvariantCulture);
}
