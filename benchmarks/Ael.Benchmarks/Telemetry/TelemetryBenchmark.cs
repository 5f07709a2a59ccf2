using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;
using Ael.Engine.Tests.Support;

namespace Ael.Benchmarks.Telemetry;

/// <summary>What telemetry costs: all three signals to a collector that is well, against none, and against OpenTelemetry's bare calls.</summary>
internal static class TelemetryBenchmark
{
    public static async Task<int> RunAsync(Settings settings)
    {
        using var collector = await CollectorProcess.StartAsync(OtlpFault.None);
        return await OnAgainstOffAsync(settings, collector) ? 1 : 0;
    }

    public static async Task<int> BareAsync(Settings settings)
    {
        using var collector = await CollectorProcess.StartAsync(OtlpFault.None);
        await AgainstBareCallsAsync(settings, collector);
        await MetricsAllocationAsync(settings, collector);
        return 0;
    }

    private static async Task<bool> OnAgainstOffAsync(Settings settings, CollectorProcess collector)
    {
        var work = StepWork.Compute(TimeSpan.FromMilliseconds(1));
        async Task UseAsync(Func<EngineProcess, EngineProcess, Task> use)
        {
            using var off = new EngineProcess(new EngineSetup(work) { Telemetry = false });
            using var on = new EngineProcess(new EngineSetup(work) { Endpoint = collector.Grpc });
            await use(off, on);
        }

        var plan = settings.Short ? PairPlan.Short : PairPlan.Full;
        var row = await Pairs.MeasureAsync(UseAsync, settings.Short ? 3 : 60, plan);
        var table = new Table("three steps of    ", "off, ms", "on, ms", "ratio of medians      ", "ratio of totals       ", "target");
        table.Row("1 ms of computing", $"{row.First:0.000}", $"{row.Second:0.000}", row.Medians, row.Totals, "1.05");
        return row.Medians.Low > settings.Limit || row.Totals.Low > settings.Limit;
    }

    // What an execution takes more with telemetry than without, against the time of the bare calls. All three in turns.
    private static async Task AgainstBareCallsAsync(Settings settings, CollectorProcess collector)
    {
        var (rounds, executions) = settings.Short ? (1, 20) : (40, 400);
        var plain = new EngineSetup(StepWork.Nothing);
        using var off = new EngineProcess(plain with { Telemetry = false });
        using var on = new EngineProcess(plain with { Endpoint = collector.Grpc });
        using var bare = new EngineProcess(plain with { Endpoint = collector.Grpc, Bare = BareCalls.Telemetry });
        var turns = await Turns.MeasureAsync(rounds, rounds / 10, [.. new[] { off, on, bare }.Select(side => (Func<Task<double>>)(async () =>
        {
            var took = 1000 * Sample.Median(await side.RunAsync(executions));
            await Task.Delay(Pairs.Pause);
            return took;
        }))]);
        var ratios = Enumerable.Range(0, rounds).Select(r => (turns.Values[1][r] - turns.Values[0][r]) / turns.Values[2][r]).ToList();
        var table = new Table("three steps of    ", "off, us", "on, us", "bare calls, us", "(on - off) / bare     ", "target");
        table.Row("nothing", $"{turns.Median(0):0.0}", $"{turns.Median(1):0.0}", $"{turns.Median(2):0.0}", Sample.MedianInterval(ratios), "1.5");
    }

    // Two engines that trace and log alike. What an export allocates comes with time, not with executions: there is none meanwhile.
    private static async Task MetricsAllocationAsync(Settings settings, CollectorProcess collector)
    {
        var executions = settings.Short ? 100 : 20_000;
        var setup = new EngineSetup(StepWork.Nothing) { Endpoint = collector.Grpc, MetricsSeconds = 3600 };
        var bytes = new List<double>();
        foreach (var metrics in (bool[])[false, true])
        {
            using var engine = new EngineProcess(setup with { Metrics = metrics });
            await engine.RunAsync(executions);
            bytes.Add((double)await engine.AllocatedAsync(executions) / executions);
        }

        var table = new Table("three steps of    ", "without metrics, bytes", "with, bytes", "difference", "target");
        table.Row("nothing", $"{bytes[0]:0}", $"{bytes[1]:0}", $"{bytes[1] - bytes[0]:0}", "0");
    }
}
