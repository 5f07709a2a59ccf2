using System.Diagnostics;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>A real Prometheus over the real engine: what it has collected in the end is what the store says.</summary>
public sealed class MetricPrometheusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prometheus_has_exactly_what_the_store_has()
    {
        var program = Programs.Require("prometheus");
        await using var engine = await MetricEngine.StartAsync(MetricLoad.Workflows, o => o with { Execution = o.Execution with { MaxConcurrent = 4 } });
        await using var prometheus = await PrometheusServer.StartAsync(program, engine.Metrics, Token);

        await MetricLoad.RunAsync(engine, rounds: 3);
        await prometheus.ScrapedAsync(Token);

        var stored = await StoredMetrics.OfAsync(engine.Store, MetricTools.Names, Token);
        var samples = await prometheus.QueryAsync("{__name__=~\"ael_.+\"}", Token);
        Dictionary<string, double> Series(string name) =>
            samples.Where(s => s.Name == name).ToDictionary(s => PrometheusText.Key(s.Labels), s => s.Value);
        Assert.Equal(stored.Text, StoredMetrics.TextOf(Series));
        Assert.Equal(0, Assert.Single(Series("ael_active_workflows")).Value);
        Assert.Equal(0, Assert.Single(Series("ael_queued_workflows")).Value);
        foreach (var (name, sums) in stored.Sums)
        {
            var collected = Series(name);
            Assert.All(sums, sum => Assert.Equal(sum.Value, collected[sum.Key], 1e-9 * Math.Max(1, sum.Value)));
        }

        foreach (var histogram in MetricCatalogue.All.Where(m => m.Kind == MetricKind.Histogram))
        {
            var all = samples.Where(s => s.Name == histogram.PrometheusName + "_bucket" && s.Labels["le"] == "+Inf")
                .ToDictionary(s => PrometheusText.Key(s.Labels.Where(l => l.Key != "le")), s => s.Value);
            Assert.Equivalent(Series(histogram.PrometheusName + "_count"), all, strict: true);
        }

        var traces = (await engine.Store.ListAsync(new() { Limit = 100 }, Token)).Items.Select(e => e.TraceId).ToHashSet();
        var exemplars = await prometheus.ExemplarsAsync("ael_workflow_duration_seconds_bucket", Token);
        Assert.NotEmpty(exemplars);
        Assert.All(exemplars, e => Assert.Contains(e.GetProperty("trace_id").GetString(), traces));
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_say()
    {
        var program = Programs.Require("promtool");
        await using var engine = await MetricEngine.StartAsync(MetricLoad.Workflows);
        await MetricLoad.RunAsync(engine);
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(engine.Client.BaseAddress!, "/health"), Token);

        using var promtool = Process.Start(new ProcessStartInfo(program, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = Task.WhenAll(promtool.StandardOutput.ReadToEndAsync(Token), promtool.StandardError.ReadToEndAsync(Token));
        await promtool.StandardInput.WriteAsync((await engine.MetricsAsync()).Text.AsMemory(), Token);
        promtool.StandardInput.Close();

        Assert.Equal("", string.Concat(await said));
        await promtool.WaitForExitAsync(Token);
        Assert.Equal(0, promtool.ExitCode);
    }
}
