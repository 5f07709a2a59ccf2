using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>The receiver that other tests rely on, against the SDK's own exporter.</summary>
public sealed class ReceiverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task Spans_arrive_as_they_were_made(bool grpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        using var source = new ActivitySource($"receiver-test-{Guid.NewGuid()}", "1.2");
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).AddOtlpExporter(o => Point(o, receiver, grpc, "traces")).Build();
        var linked = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        string traceId, rootId;
        using (var root = source.StartActivity("root", ActivityKind.Server)!)
        {
            traceId = root.TraceId.ToHexString();
            rootId = root.SpanId.ToHexString();
            using var child = source.StartActivity("child", ActivityKind.Client, default(ActivityContext), links: [new ActivityLink(linked)])!;
            child.SetTag("text", "a").SetTag("number", 7).SetTag("real", 1.5).SetTag("yes", true).SetTag("list", new[] { "x", "y" });
            child.AddEvent(new ActivityEvent("retry", tags: new() { ["attempt"] = 2 })).SetStatus(ActivityStatusCode.Error, "no luck");
        }

        await receiver.WaitForAsync(r => r.Spans.Count == 2, Token);

        var span = receiver.Spans.Single(s => s.Name == "child");
        Assert.Equal((traceId, rootId, OtlpSpanKind.Client), (span.TraceId, span.ParentSpanId, span.Kind));
        Assert.Equal((OtlpStatus.Error, "no luck"), (span.Status, span.StatusMessage));
        Assert.Equal("a", span.Attributes["text"]);
        Assert.Equal(7L, span.Attributes["number"]);
        Assert.Equal(1.5, span.Attributes["real"]);
        Assert.Equal(true, span.Attributes["yes"]);
        Assert.Equal(["x", "y"], Assert.IsType<object?[]>(span.Attributes["list"]));
        var e = Assert.Single(span.Events);
        Assert.Equal(("retry", 2L), (e.Name, e.Attributes["attempt"]));
        Assert.Equal((linked.TraceId.ToHexString(), linked.SpanId.ToHexString()), (Assert.Single(span.Links).TraceId, span.Links[0].SpanId));
        Assert.Equal((source.Name, "1.2"), (span.Origin.Scope, span.Origin.ScopeVersion));
        Assert.True(span.Start <= span.End && span.End <= DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.StartsWith("unknown_service", span.Origin.Resource.Text("service.name"), StringComparison.Ordinal);
        var parent = receiver.Spans.Single(s => s.Name == "root");
        Assert.Equal((rootId, "", OtlpStatus.Unset, OtlpSpanKind.Server), (parent.SpanId, parent.ParentSpanId, parent.Status, parent.Kind));
        Assert.Equal(("traces", grpc, true), (receiver.Requests[0].Signal, receiver.Requests[0].Grpc, receiver.Requests[0].Answered));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Metrics_arrive_as_they_were_recorded(bool grpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        using var meter = new Meter($"receiver-test-{Guid.NewGuid()}");
        using var source = new ActivitySource(meter.Name);
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).Build();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddOtlpExporter(o => Point(o, receiver, grpc, "metrics")).Build();
        meter.CreateCounter<long>("count", "{thing}", "Things.").Add(3, new KeyValuePair<string, object?>("kind", "a"));
        meter.CreateUpDownCounter<long>("active").Add(-2);
        meter.CreateObservableGauge("level", () => 2.5);
        var histogram = meter.CreateHistogram("took", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 10] });
        using (var span = source.StartActivity("traced")!)
        {
            histogram.Record(0.5);
            histogram.Record(5);
            provider.ForceFlush();

            await receiver.WaitForAsync(r => r.Metric("took") is not null, Token);

            Assert.Equal(span.TraceId.ToHexString(), receiver.Metric("took")!.Points[0].Exemplars[0].TraceId);
        }

        var count = receiver.Metric("count")!;
        Assert.Equal((OtlpMetricType.Sum, OtlpTemporality.Cumulative, true, "{thing}", "Things."), (count.Type, count.Temporality, count.Monotonic, count.Unit, count.Description));
        Assert.Equal((3d, "a"), (Assert.Single(count.Points).Value, count.Points[0].Attributes["kind"]));
        Assert.Equal((-2d, false), (receiver.Metric("active")!.Points[0].Value, receiver.Metric("active")!.Monotonic));
        Assert.Equal((OtlpMetricType.Gauge, 2.5), (receiver.Metric("level")!.Type, receiver.Metric("level")!.Points[0].Value));
        var point = Assert.Single(receiver.Metric("took")!.Points);
        Assert.Equal((2L, 5.5, 0.5, 5d), (point.Count, point.Sum, point.Min, point.Max));
        Assert.Equal([1d, 10d], point.Bounds);
        Assert.Equal([1ul, 1ul, 0ul], point.BucketCounts);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Log_records_arrive_as_they_were_written(bool grpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        using var activity = new Activity("log").Start();
        await using (var services = new ServiceCollection().AddLogging(l => l.AddOpenTelemetry(o =>
        {
            o.IncludeScopes = true;
            o.IncludeFormattedMessage = true;
            o.AddOtlpExporter(e => Point(e, receiver, grpc, "logs"));
        })).BuildServiceProvider())
        {
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("category");
            using (logger.BeginScope(new Dictionary<string, object?> { ["execution_id"] = "exec-1" }))
            {
                logger.Log(LogLevel.Warning, new EventId(1, "Low"), new Dictionary<string, object?> { ["Left"] = 3 }, null, (_, _) => "3 left");
            }
        }

        await receiver.WaitForAsync(r => r.Logs.Count == 1, Token);

        var log = receiver.Logs[0];
        Assert.Equal(("3 left", 13, "category"), (log.Body, log.SeverityNumber, log.Origin.Scope));
        Assert.Equal((3L, "exec-1"), (log.Attributes["Left"], log.Attributes["execution_id"]));
        Assert.Equal((activity.TraceId.ToHexString(), activity.SpanId.ToHexString()), (log.TraceId, log.SpanId));
    }

    [Theory]
    [InlineData((int)OtlpFault.Rejecting, true), InlineData((int)OtlpFault.Rejecting, false)]
    [InlineData((int)OtlpFault.Unavailable, true), InlineData((int)OtlpFault.Unavailable, false)]
    [InlineData((int)OtlpFault.Hanging, true), InlineData((int)OtlpFault.Hanging, false)]
    public async Task What_a_fault_keeps_out_is_not_kept(int fault, bool grpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token, (OtlpFault)fault);
        using var source = new ActivitySource($"receiver-test-{Guid.NewGuid()}");
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).AddOtlpExporter(o => Point(o, receiver, grpc, "traces")).Build();
        source.StartActivity("lost")!.Dispose();
        await receiver.WaitForAsync(r => r.Requests.Count > 0, Token);

        Assert.False(receiver.Requests[0].Answered);
        Assert.Empty(receiver.Spans);
        receiver.Fault = OtlpFault.Rejecting;
    }

    [Theory, InlineData((int)OtlpFault.Hanging), InlineData((int)OtlpFault.Slow)]
    public async Task Requests_that_wait_are_answered_when_the_fault_ends(int fault)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token, (OtlpFault)fault);
        receiver.Slowness = TimeSpan.FromMinutes(5);
        using var source = new ActivitySource($"receiver-test-{Guid.NewGuid()}");
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).AddOtlpExporter(o => Point(o, receiver, grpc: true, "traces")).Build();
        source.StartActivity("late")!.Dispose();
        await receiver.WaitForAsync(r => r.Requests.Count == 1, Token);
        receiver.Fault = OtlpFault.None;
        await receiver.WaitForAsync(r => r.Spans.Count == 1, Token);
    }

    [Fact]
    public async Task Dead_ends_refuse_and_keep_waiting()
    {
        using var http = new HttpClient();
        using var refusing = DeadEnd.Refusing();
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(refusing.Endpoint, Token));
        Assert.Equal(HttpRequestError.ConnectionError, refusal.HttpRequestError);
        using var silent = DeadEnd.NeverAccepting();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.GetAsync(silent.Endpoint, patience.Token));
    }

    private static void Point(OtlpExporterOptions options, OtlpReceiver receiver, bool grpc, string signal)
    {
        options.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // A path that the configuration names in full is used as it is.
        options.Endpoint = grpc ? receiver.Grpc : new Uri(receiver.Http, $"v1/{signal}");
        options.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 10;
    }
}
