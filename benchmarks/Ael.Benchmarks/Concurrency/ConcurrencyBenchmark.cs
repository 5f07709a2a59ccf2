using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;

namespace Ael.Benchmarks.Concurrency;

/// <summary>Executions of ten steps that wait, so many at a time: how far from the time of the waiting alone.</summary>
internal static class ConcurrencyBenchmark
{
    private const int Length = 10;
    private const int WaitMs = 5;

    public static async Task<int> RunAsync(Settings settings)
    {
        var rounds = settings.Short ? 1 : 15;
        int[] levels = settings.Short ? [1, 64] : [1, 8, 64, 256];
        using var engine = new EngineProcess(new EngineSetup(StepWork.Wait(WaitMs)) { Telemetry = false, Chain = Length, AtOnce = levels[^1] });
        var table = new Table("at a time", "steps a second", "ideal", "time to the ideal      ", "target");
        foreach (var atOnce in levels)
        {
            var each = settings.Short ? 2 : 10;
            var ideal = each * Length * WaitMs;
            var turns = await Turns.MeasureAsync(rounds, Math.Max(1, rounds / 5), () => engine.RunTogetherAsync(each * atOnce, atOnce));
            var ratio = Sample.MedianInterval([.. turns.Values[0].Select(t => t / ideal)]);
            table.Row(atOnce, $"{each * atOnce * Length * 1000 / turns.Median(0):0}", $"{atOnce * 1000 / WaitMs}", ratio, atOnce <= 64 ? "1.15" : "");
        }

        return 0;
    }
}
