using Ael.Engine.Configuration;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using OpenTelemetry.Metrics;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>One load, exported in every way: text on <c>/metrics</c>, OTLP over gRPC and over HTTP.</summary>
public sealed class MetricExports : IAsyncLifetime
{
    internal PrometheusText Prometheus { get; private set; } = null!;

    internal string OpenMetrics { get; private set; } = "";

    /// <summary>The last state of each metric, by protocol and name.</summary>
    internal Dictionary<OtlpProtocol, Dictionary<string, OtlpMetric>> Otlp { get; } = [];

    internal HashSet<string?> TraceIds { get; } = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var protocol in Enum.GetValues<OtlpProtocol>())
        {
            await using var receiver = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);
            var otlp = new OtlpOptions { Protocol = protocol, Endpoint = protocol == OtlpProtocol.Grpc ? receiver.Grpc : receiver.Http };
            await using var engine = await MetricEngine.StartAsync(
                MetricLoad.Workflows, o => o with { Telemetry = o.Telemetry with { Exporters = new() { Otlp = otlp } } });
            await MetricLoad.RunAsync(engine);
            await engine.Client.GetStringAsync("/health/live", TestContext.Current.CancellationToken);
            // Its answer says nothing: the reader of /metrics refuses to collect without a scrape.
            engine.Service<MeterProvider>().ForceFlush(20_000);
            await receiver.WaitForAsync(r => r.Metric("ael.workflow.executions") is not null, TestContext.Current.CancellationToken);
            Otlp[protocol] = receiver.Metrics.GroupBy(m => m.Name).ToDictionary(m => m.Key, m => m.Last());
            Assert.All(receiver.Requests, r => Assert.Equal(protocol == OtlpProtocol.Grpc, r.Grpc));
            Prometheus = await engine.MetricsAsync();
            using var open = await engine.ScrapeAsync("application/openmetrics-text; version=1.0.0");
            OpenMetrics = await open.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            TraceIds.UnionWith((await engine.Store.ListAsync(new() { Limit = 100 }, TestContext.Current.CancellationToken)).Items.Select(e => e.TraceId));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
