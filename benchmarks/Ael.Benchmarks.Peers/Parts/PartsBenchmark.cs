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
    /// <param name="isShort">Only see that they run.</param>
    /// <param name="which">Null: all.</param>
    public static int Run(bool isShort, string? which = null)
    {
        if (which is null or "templates")
        {
            var summary = Measure<TemplateBenchmark>(isShort);
            var table = new Table("20 expressions                   ", "us    ", "KB    ", "time to it", "bytes to it", "target");
            Print(summary, table, TemplateBenchmark.Values, "values: templates, parsed", "values: Jint, prepared", "0.25");
            Print(summary, table, TemplateBenchmark.Parameters, "JSON: the parameters of a step", "JSON: an object by Jint", "0.25");
        }

        if (which is null or "reading")
        {
            var summary = Measure<ReadingBenchmark>(isShort);
            Print(summary, new Table("workflow of 200 steps", "us    ", "KB    ", "time to it", "bytes to it", "target"), null, "read and validated", "YamlDotNet, deserialised", "2");
        }

        return 0;
    }

    private static Summary Measure<T>(bool isShort)
    {
        var summary = BenchmarkRunner.Run<T>(Config(isShort));
        return summary.HasCriticalValidationErrors || summary.Reports.Any(r => !r.Success)
            ? throw new InvalidOperationException($"{typeof(T).Name} does not run: {string.Join("; ", summary.ValidationErrors.Select(e => e.Message))}")
            : summary;
    }

    private static void Print(Summary summary, Table table, string? category, string ours, string theirs, string target)
    {
        var reports = summary.Reports.Where(r => category is null || r.BenchmarkCase.Descriptor.HasCategory(category)).ToList();
        var (us, bytes) = Figures(reports.Single(r => !r.BenchmarkCase.Descriptor.Baseline));
        var (theirUs, theirBytes) = Figures(reports.Single(r => r.BenchmarkCase.Descriptor.Baseline));
        table.Row(ours, $"{us:0.0}", $"{bytes / 1000:0.0}", "", "", "");
        table.Row(theirs, $"{theirUs:0.0}", $"{theirBytes / 1000:0.0}", $"{us / theirUs:0.000}", $"{bytes / theirBytes:0.000}", target);
    }

    private static (double Us, double Bytes) Figures(BenchmarkReport report) =>
        (report.ResultStatistics!.Median / 1000, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);

    // In this process: what BenchmarkDotNet would build for one of its own needs more than every feed has.
    private static ManualConfig Config(bool isShort) => ManualConfig.CreateEmpty()
        .AddJob((isShort ? Job.Dry : Job.Default.WithWarmupCount(8).WithIterationCount(20)).WithToolchain(InProcessNoEmitToolchain.DontLogOutput))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(NullLogger.Instance)
        .WithArtifactsPath(Directory.CreateTempSubdirectory("ael-benchmark-").FullName)
        .WithOptions(ConfigOptions.DisableOptimizationsValidator);
}
