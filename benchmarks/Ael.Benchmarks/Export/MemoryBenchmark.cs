using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;

namespace Ael.Benchmarks.Export;

/// <summary>
/// What an engine with exporter holds in memory beyond what one without holds: both keep the same executions, so that the rest is the exporter's.
/// </summary>
internal static class MemoryBenchmark
{
    public static async Task<int> RunAsync(Settings settings)
    {
        var executions = settings.Short ? 100 : 4000;
        Console.WriteLine($"\nAfter {executions} executions of three steps that do nothing, after as many again, and again.");
        var table = new Table("collector                  ", "held, MB", "then", "then", "dropped");
        foreach (var collector in settings.Short ? Collectors.Few.TakeLast(1) : Collectors.All)
        {
            await collector.Beside(new EngineSetup(StepWork.Nothing))(async (without, with) =>
            {
                // The first executions load code.
                var begin = await HeldAsync(without, with, executions / 20);
                var held = new List<string>();
                for (var i = 0; i < 3; i++)
                {
                    held.Add(FormattableString.Invariant($"{(await HeldAsync(without, with, executions) - begin) / 1e6:0.0}"));
                }

                table.Row([collector.Name, .. held, await with.DroppedAsync()]);
            });
        }

        return 0;
    }

    private static async Task<long> HeldAsync(EngineProcess without, EngineProcess with, int executions)
    {
        await without.RunAsync(executions);
        await with.RunAsync(executions);
        await Task.Delay(Pairs.Pause);
        return await with.MemoryAsync() - await without.MemoryAsync();
    }
}
