using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;

namespace Ael.Benchmarks.Store;

/// <summary>What becomes of the engine's cost with more steps in a workflow, and with more executions in its store.</summary>
internal static class GrowthBenchmark
{
    public static async Task<int> RunAsync(Settings settings)
    {
        var rounds = settings.Short ? 2 : 40;
        int[] lengths = [10, 100, 1000];
        var engines = lengths.Select(l => new EngineProcess(new EngineSetup(StepWork.Nothing) { Telemetry = false, Chain = l })).ToList();
        try
        {
            var turns = await Turns.MeasureAsync(rounds, Math.Max(1, rounds / 4), [.. lengths.Select((length, i) => (Func<Task<double>>)(async () =>
                1000 * Sample.Median(await engines[i].RunAsync(Math.Max(1, (settings.Short ? 100 : 3000) / length))) / length))]);
            var table = new Table("steps", "us a step", "to that of ten         ", "target");
            for (var i = 0; i < lengths.Length; i++)
            {
                table.Row(lengths[i], $"{turns.Median(i):0.0}", i == 0 ? "" : turns.Ratio(i, 0), i == 0 ? "" : "1: linear");
            }
        }
        finally
        {
            engines.ForEach(e => e.Dispose());
        }

        return 0;
    }

    public static async Task<int> StoredAsync(Settings settings)
    {
        var (few, many, rounds) = settings.Short ? (100, 1000, 2) : (1000, 1_000_000, 30);
        using var files = new StoreFiles();
        var (fewFile, manyFile) = (files.Next(), files.Next());
        FilledStore.Create(fewFile, few);
        FilledStore.Create(manyFile, many);
        Console.WriteLine($"\nThe larger file has {new FileInfo(manyFile).Length / 1e6:0} MB.");
        var table = new Table("what                  ", $"with {few}, us", $"with {many}, us", "ratio                  ", "target");
        foreach (var (name, operation, count) in ((string, Operation, int)[])[
            ("list of 50", Operation.List, 60), ("list of failed ones", Operation.ListFailed, 60), ("get", Operation.Get, 150), ("start to end, 3 steps", Operation.Execute, 60)])
        {
            var setup = new EngineSetup(StepWork.Nothing) { Telemetry = false, Operation = operation };
            using var small = new EngineProcess(setup with { Store = fewFile, Stored = few });
            using var large = new EngineProcess(setup with { Store = manyFile, Stored = many });
            var block = settings.Short ? 5 : count;
            var turns = await Turns.MeasureAsync(rounds, Math.Max(1, rounds / 4), () => BlockAsync(small, block), () => BlockAsync(large, block));
            table.Row(name, $"{turns.Median(0):0}", $"{turns.Median(1):0}", turns.Ratio(1, 0), "1.5");
        }

        return 0;
    }

    private static async Task<double> BlockAsync(EngineProcess engine, int count) => 1000 * Sample.Median(await engine.RunAsync(count));
}
