using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;

namespace Ael.Benchmarks.Export;

/// <summary>What an exporter costs an execution, whatever state its collector is in: an engine with exporter against one without.</summary>
internal static class ExportBenchmark
{
    public static async Task<int> RunAsync(Settings settings)
    {
        var plan = settings.Short ? PairPlan.Short : PairPlan.Full;
        // An execution of three steps that compute takes 3 ms, one of three that wait 20.
        (string Name, StepWork Work, int Executions)[] works = settings.Short
            ? [("1 ms of computing", StepWork.Compute(TimeSpan.FromMilliseconds(1)), 3)]
            : [("1 ms of computing", StepWork.Compute(TimeSpan.FromMilliseconds(1)), 60), ("5 ms of waiting", StepWork.Wait(5), 15)];
        var missed = false;
        foreach (var (name, work, executions) in works)
        {
            Console.WriteLine($"\nEach of three steps: {name}. {plan.Engines} times two engines, {plan.Pairs} pairs of blocks each, {executions} executions a block.");
            var table = new Table("collector                  ", "without, ms", "with, ms", "ratio of medians      ", "ratio of totals       ", "dropped");
            foreach (var collector in settings.Short ? Collectors.Few : Collectors.All)
            {
                var row = await Pairs.MeasureAsync(collector.Beside(new EngineSetup(work)), executions, plan);
                table.Row(collector.Name, $"{row.First:0.000}", $"{row.Second:0.000}", row.Medians, row.Totals, row.Dropped);
                missed |= row.Medians.Low > settings.Limit || row.Totals.Low > settings.Limit;
            }
        }

        return missed ? 1 : 0;
    }
}
