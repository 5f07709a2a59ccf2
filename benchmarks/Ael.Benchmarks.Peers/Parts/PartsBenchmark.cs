using Ael.Benchmarks.Measure;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Ael.Benchmarks.Peers.Parts;

/// <summary>Parts that need no process of their own, measured by BenchmarkDotNet.</summary>
internal static class PartsBenchmark
{
    public static int Run(bool isShort)
    {
        Print<TemplateBenchmark>(isShort, "20 expressions       ", "templates, parsed", "Jint, prepared", "0.25");
        Print<ReadingBenchmark>(isShort, "workflow of 200 steps", "read and validated", "YamlDotNet, deserialised", "2");
        return 0;
    }

    private static void Print<T>(bool isShort, string what, string ours, string theirs, string target)
    {
        var summary = BenchmarkRunner.Run<T>(Config(isShort));
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(r => !r.Success))
        {
            throw new InvalidOperationException($"{typeof(T).Name} does not run: {string.Join("; ", summary.ValidationErrors.Select(e => e.Message))}");
        }

        var (us, bytes) = Figures(summary.Reports.Single(r => !summary.IsBaseline(r.BenchmarkCase)));
        var (theirUs, theirBytes) = Figures(summary.Reports.Single(r => summary.IsBaseline(r.BenchmarkCase)));
        var table = new Table(what, "us    ", "KB    ", "time to it", "bytes to it", "target");
        table.Row(ours, $"{us:0.0}", $"{bytes / 1000:0.0}", "", "", "");
        table.Row(theirs, $"{theirUs:0.0}", $"{theirBytes / 1000:0.0}", $"{us / theirUs:0.000}", $"{bytes / theirBytes:0.000}", target);
    }

    private static (double Us, double Bytes) Figures(BenchmarkReport report) =>
        (report.ResultStatistics!.Median / 1000, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);

    // In this process: what BenchmarkDotNet would build for one of its own needs more than every feed has.
    private static ManualConfig Config(bool isShort) => ManualConfig.CreateEmpty()
        .AddJob((isShort ? Job.Dry : Job.Default.WithWarmupCount(8).WithIterationCount(20)).WithToolchain(InProcessNoEmitToolchain.DontLogOutput))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(NullLogger.Instance)
        .WithArtifactsPath(Directory.CreateTempSubdirectory("ael-benchmark-").FullName)
        .WithOptions(ConfigOptions.DisableOptimizationsValidator);
}
