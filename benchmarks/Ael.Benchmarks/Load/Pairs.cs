using Ael.Benchmarks.Measure;

namespace Ael.Benchmarks.Load;

/// <summary>How often two engines are compared.</summary>
/// <param name="Engines">Times that both are started anew: two processes of the same program differ by where their code and data happen to lie.</param>
/// <param name="Pairs">Blocks of each, in turns.</param>
/// <param name="WarmUp">Blocks before that, which do not count.</param>
internal sealed record PairPlan(int Engines, int Pairs, int WarmUp)
{
    public static PairPlan Full { get; } = new(Engines: 3, Pairs: 10, WarmUp: 3);

    /// <summary>Only to see that it runs.</summary>
    public static PairPlan Short { get; } = new(Engines: 1, Pairs: 1, WarmUp: 1);
}

/// <summary>Starts two engines, and ends them after their use.</summary>
internal delegate Task WithEngines(Func<EngineProcess, EngineProcess, Task> use);

/// <param name="First">Median of its executions, ms.</param>
/// <param name="Second">The same of the other.</param>
/// <param name="Medians">Second to first, of the medians of two blocks.</param>
/// <param name="Totals">The same of the blocks' whole times: what holds up a few executions is in these.</param>
/// <param name="Dropped">By the second engine.</param>
internal sealed record PairResult(double First, double Second, Interval Medians, Interval Totals, long Dropped);

/// <summary>
/// Two engines run the same workflow in turns, block by block, so that both see the same machine at nearly the same time; each pair of
/// blocks gives a ratio, and the median of the ratios does not mind that some blocks met a busy machine.
/// </summary>
internal static class Pairs
{
    // Longer than the exporter's delay: what waits for its export is exported before the other engine's turn.
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    public static async Task<PairResult> MeasureAsync(WithEngines with, int executions, PairPlan plan)
    {
        List<double> firsts = [], seconds = [], medians = [], totals = [];
        var dropped = 0L;
        for (var engine = 0; engine < plan.Engines; engine++)
        {
            await with(async (first, second) =>
            {
                await first.RunAsync(plan.WarmUp * executions);
                await second.RunAsync(plan.WarmUp * executions);
                for (var pair = 0; pair < plan.Pairs; pair++)
                {
                    // In turns, who begins.
                    var swapped = pair % 2 == 1;
                    var begins = await BlockAsync(swapped ? second : first, executions);
                    var follows = await BlockAsync(swapped ? first : second, executions);
                    var (one, other) = swapped ? (follows, begins) : (begins, follows);
                    firsts.AddRange(one);
                    seconds.AddRange(other);
                    medians.Add(Sample.Median(other) / Sample.Median(one));
                    totals.Add(other.Sum() / one.Sum());
                }

                dropped += await second.DroppedAsync();
            });
        }

        return new PairResult(Sample.Median(firsts), Sample.Median(seconds), Sample.MedianInterval(medians), Sample.MedianInterval(totals), dropped);
    }

    private static async Task<double[]> BlockAsync(EngineProcess engine, int executions)
    {
        var took = await engine.RunAsync(executions);
        await Task.Delay(Pause);
        return took;
    }
}
