using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>
/// The whole engine with collectors that are not well: executions end as they do without one, what is lost is on <c>/metrics</c>, and the log says so once.
/// How long executions take is the business of <c>benchmarks/</c>.
/// </summary>
public sealed class ExportEngineTests(ExportEngineTests.Undisturbed undisturbed) : IClassFixture<ExportEngineTests.Undisturbed>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("refusing")]
    [InlineData("never accepting")]
    [InlineData("hanging")]
    [InlineData("503")]
    [InlineData("slow")]
    public async Task Executions_end_the_same_and_what_is_lost_is_counted_and_said_once(string collector)
    {
        using var end = collector == "refusing" ? DeadEnd.Refusing() : DeadEnd.NeverAccepting();
        var fault = collector switch { "hanging" => OtlpFault.Hanging, "503" => OtlpFault.Unavailable, "slow" => OtlpFault.Slow, _ => OtlpFault.None };
        await using var receiver = await OtlpReceiver.StartAsync(Token, fault);
        var endpoint = collector switch
        {
            "refusing" or "never accepting" => end.Endpoint,
            _ => receiver.Grpc,
        };
        using var log = new HeardLog();

        // Each execution has more spans than may wait.
        var results = await ResultsAsync(new OtlpOptions { Endpoint = endpoint, MaxQueue = 2, BatchDelay = TimeSpan.FromMilliseconds(10) }, log, "signal=traces");

        Assert.Equal(undisturbed.Results, results);
        // One that is slow delivers now and then, and each time that it does not is one to tell of.
        Assert.InRange(Warnings(log).Count(), 1, fault == OtlpFault.Slow ? int.MaxValue : 1);
    }

    private static IEnumerable<string> Warnings(HeardLog log) => log.Lines.Where(l => l.StartsWith("Warning: Telemetry", StringComparison.Ordinal));

    // Without times and ids, which are never the same.
    private static async Task<List<string>> ResultsAsync(OtlpOptions otlp, HeardLog log, string dropped)
    {
        await using var engine = await MetricEngine.StartAsync(
            MetricLoad.Workflows,
            o => o with { Telemetry = o.Telemetry with { Exporters = new() { Otlp = otlp } }, Logging = o.Logging with { Level = LogLevel.Warning } },
            services: s => s.AddSingleton<ILoggerProvider>(log).AddSingleton(new LogDestination(() => Stream.Null)));
        var results = new List<string>();
        foreach (var workflow in (string[])["good", "skips", "retries", "bad_template", "each"])
        {
            var result = await engine.RunAsync(workflow);
            results.Add($"{workflow} {result.Status} {result.Output} {result.Error?.Code.Name} {string.Join(", ", result.Steps.Select(s => $"{s.Id} {s.Status} {s.Attempt} {s.Output} {s.Error?.Code.Name}"))}");
        }

        if (dropped.Length > 0)
        {
            await Eventually.TrueAsync(
                async () => (await engine.MetricsAsync()).Series("ael_telemetry_dropped_total").GetValueOrDefault(dropped) > 0, () => "nothing was counted as dropped", Token);
        }

        return results;
    }

    /// <summary>The results of an engine that exports nothing.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        internal IReadOnlyList<string> Results { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            using var log = new HeardLog();
            Results = await ResultsAsync(new OtlpOptions(), log, "");
            Assert.Equal(["good", "skips", "retries", "bad_template", "each"], Results.Select(r => r.Split(' ')[0]));
            Assert.Empty(Warnings(log));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
