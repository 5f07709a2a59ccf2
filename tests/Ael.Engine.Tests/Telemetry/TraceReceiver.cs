using System.Diagnostics;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>
/// Exports every span of this process by OTLP, over HTTP to one receiver and over gRPC to another, and reads them from there. Other tests run at the same time, so each test has a
/// trace of its own and asks for that one only.
/// </summary>
public sealed class TraceReceiver : IAsyncLifetime
{
    private readonly Dictionary<OtlpExportProtocol, OtlpReceiver> _receivers = [];
    private TracerProvider? _provider;

    public async ValueTask InitializeAsync()
    {
        var http = _receivers[OtlpExportProtocol.HttpProtobuf] = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);
        var grpc = _receivers[OtlpExportProtocol.Grpc] = await OtlpReceiver.StartAsync(TestContext.Current.CancellationToken);
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(Ael.Engine.Telemetry.AelTelemetry.Name, "Experimental.ModelContextProtocol")
            .SetSampler(new AlwaysOnSampler())
            .AddProcessor(Export(OtlpExportProtocol.HttpProtobuf, new Uri(http.Http, "v1/traces")))
            .AddProcessor(Export(OtlpExportProtocol.Grpc, grpc.Grpc))
            .Build();
    }

    /// <summary>A caller's span, as it comes with a request.</summary>
    public static ActivityContext Caller() =>
        new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, traceState: null, isRemote: true);

    /// <summary>The spans of a trace, once what the caller started has arrived: it ends last, and exports keep the order of ends.</summary>
    /// <param name="caller">The caller's span.</param>
    /// <param name="roots">How many executions it started.</param>
    /// <param name="also">What to wait for beside, where others make spans too.</param>
    /// <param name="protocol">Over which they came.</param>
    internal async Task<IReadOnlyList<OtlpSpan>> SpansAsync(
        ActivityContext caller, int roots = 1, Predicate<OtlpSpan>? also = null, OtlpExportProtocol protocol = OtlpExportProtocol.HttpProtobuf)
    {
        _provider!.ForceFlush(20_000);
        var receiver = _receivers[protocol];
        await receiver.WaitForAsync(
            _ => Own().Count(s => s.ParentSpanId == caller.SpanId.ToHexString()) >= roots && (also is null || Own().Any(s => also(s))), TestContext.Current.CancellationToken);
        return [.. Own()];

        IEnumerable<OtlpSpan> Own() => receiver.Spans.Where(s => s.TraceId == caller.TraceId.ToHexString());
    }

    public async ValueTask DisposeAsync()
    {
        _provider?.Dispose();
        foreach (var receiver in _receivers.Values)
        {
            await receiver.DisposeAsync();
        }
    }

    private static BatchActivityExportProcessor Export(OtlpExportProtocol protocol, Uri endpoint) => new(
        new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = endpoint, Protocol = protocol }), maxQueueSize: 100_000, maxExportBatchSize: 512);
}
