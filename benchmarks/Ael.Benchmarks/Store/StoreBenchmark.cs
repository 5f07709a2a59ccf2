using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;
using Ael.Engine.Configuration;

namespace Ael.Benchmarks.Store;

/// <summary>An engine with its store in a SQLite file: one execution at a time beside the bare commits, and many at once.</summary>
internal static class StoreBenchmark
{
    private const int Length = 10;
    private const int Many = 64;

    public static async Task<int> RunAsync(Settings settings)
    {
        var (rounds, executions) = settings.Short ? (2, 5) : (40, 60);
        var table = new Table("one execution at a time", "engine, us a step", "bare commits, us", "engine to bare         ", "target");
        foreach (var synchronous in (StorageSynchronous[])[StorageSynchronous.Normal, StorageSynchronous.Full])
        {
            using var files = new StoreFiles();
            var setup = new EngineSetup(StepWork.Nothing) { Telemetry = false, Chain = Length, Synchronous = synchronous };
            using var engine = new EngineProcess(setup with { Store = files.Next() });
            using var bare = new EngineProcess(setup with { Store = files.Next(), Bare = BareCalls.Commits });
            // FULL waits for the disk, which takes as long for both.
            var block = synchronous == StorageSynchronous.Full ? Math.Max(1, executions / 6) : executions;
            var turns = await Turns.MeasureAsync(rounds, rounds / 4, () => BlockAsync(engine, block), () => BlockAsync(bare, block));
            table.Row(Name(synchronous), $"{turns.Median(0):0.0}", $"{turns.Median(1):0.0}", turns.Ratio(0, 1), synchronous == StorageSynchronous.Normal ? "2" : "");
        }

        return 0;
    }

    public static async Task<int> ManyAsync(Settings settings)
    {
        var (rounds, executions) = settings.Short ? (1, Many) : (15, 10 * Many);
        var table = new Table($"{Many} executions at a time", "steps a second", "target");
        foreach (var synchronous in (StorageSynchronous[])[StorageSynchronous.Normal, StorageSynchronous.Full])
        {
            using var files = new StoreFiles();
            using var engine = new EngineProcess(new EngineSetup(StepWork.Nothing) { Telemetry = false, Chain = Length, Synchronous = synchronous, Store = files.Next() });
            var turns = await Turns.MeasureAsync(
                rounds, rounds / 5, async () => executions * Length * 1000 / await engine.RunTogetherAsync(executions, Many));
            table.Row(Name(synchronous), Sample.MedianInterval([.. turns.Values[0]]).Whole, synchronous == StorageSynchronous.Full ? "10000" : "");
        }

        return 0;
    }

    private static async Task<double> BlockAsync(EngineProcess process, int executions) =>
        1000 * Sample.Median(await process.RunAsync(executions)) / Length;

    private static string Name(StorageSynchronous synchronous) => synchronous == StorageSynchronous.Full ? "FULL" : "NORMAL";
}
