using System.Buffers.Binary;
using Ael.Engine.Tests.Support.Otlp;
using Microsoft.AspNetCore.Http;

namespace Ael.Engine.Tests.Support;

internal enum OtlpFault
{
    None,

    /// <summary>503 over HTTP, UNAVAILABLE over gRPC: exporters may try again.</summary>
    Unavailable,

    /// <summary>400 over HTTP, INVALID_ARGUMENT over gRPC: exporters must give up.</summary>
    Rejecting,

    /// <summary>The request is read and kept, and no answer comes until the fault is changed or the receiver is disposed.</summary>
    Hanging,

    /// <summary>Each answer comes after <see cref="OtlpReceiver.Slowness"/>.</summary>
    Slow,
}

/// <summary>One export that reached the receiver, whatever became of it.</summary>
/// <param name="Signal"><c>traces</c>, <c>metrics</c> or <c>logs</c>.</param>
/// <param name="Grpc">False: HTTP/protobuf.</param>
/// <param name="Headers">Of the request, names in lowercase.</param>
/// <param name="Answered">False where a fault kept its items from being accepted.</param>
internal sealed record OtlpRequest(string Signal, bool Grpc, IReadOnlyDictionary<string, string> Headers, bool Answered);

/// <summary>
/// An OTLP collector inside the test process, on free loopback ports: gRPC and HTTP/protobuf. It keeps what it accepts, decoded. Addresses
/// behind which there is no collector at all are <see cref="DeadEnd"/>s.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly OtlpServer _server;
    private readonly List<OtlpSpan> _spans = [];
    private readonly List<OtlpMetric> _metrics = [];
    private readonly List<OtlpLog> _logs = [];
    private readonly List<OtlpRequest> _requests = [];
    private readonly Changes _changes = new();
    private TaskCompletionSource _faultEnded = NewSource();
    private OtlpFault _fault;

    private OtlpReceiver() => _server = new OtlpServer(HandleAsync);

    /// <summary>Endpoint for protocol <c>grpc</c>.</summary>
    public Uri Grpc => _server.Grpc;

    /// <summary>Endpoint for protocol <c>http/protobuf</c>, without <c>/v1/...</c>.</summary>
    public Uri Http => _server.Http;

    /// <summary>How requests are answered from now on; those that hang are answered as the new value says.</summary>
    public OtlpFault Fault
    {
        get => _fault;
        set
        {
            lock (_gate)
            {
                _fault = value;
                var ended = _faultEnded;
                _faultEnded = NewSource();
                ended.TrySetResult();
            }
        }
    }

    /// <summary>Only with <see cref="OtlpFault.Slow"/>.</summary>
    public TimeSpan Slowness { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>All spans so far, in order of arrival.</summary>
    public IReadOnlyList<OtlpSpan> Spans => Snapshot(_spans);

    /// <summary>All exports of all metrics so far; sums and histograms are cumulative, so the last of a name is the state.</summary>
    public IReadOnlyList<OtlpMetric> Metrics => Snapshot(_metrics);

    public IReadOnlyList<OtlpLog> Logs => Snapshot(_logs);

    public IReadOnlyList<OtlpRequest> Requests => Snapshot(_requests);

    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken, OtlpFault fault = OtlpFault.None)
    {
        var receiver = new OtlpReceiver { Fault = fault };
        await receiver._server.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>The newest export of a metric; null when none came.</summary>
    public OtlpMetric? Metric(string name) => Metrics.LastOrDefault(m => m.Name == name);

    /// <summary>Waits until what has arrived fulfils the condition, which is looked at after every request.</summary>
    /// <exception cref="TimeoutException">It did not within half a minute; the message lists what arrived.</exception>
    public Task WaitForAsync(Func<OtlpReceiver, bool> condition, CancellationToken cancellationToken) =>
        _changes.WaitForAsync(() => condition(this), Summary, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Fault = OtlpFault.Unavailable;
        await _server.DisposeAsync();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task HandleAsync(HttpContext context)
    {
        var grpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var fault = await FaultAsync(Signal(context.Request.Path), grpc, context);
        if (fault == OtlpFault.None)
        {
            var message = body.GetBuffer().AsMemory(0, (int)body.Length);
            Keep(Signal(context.Request.Path), grpc ? message.Slice(5, BinaryPrimitives.ReadInt32BigEndian(message.Span[1..])) : message);
        }

        await (grpc ? AnswerGrpcAsync(context, fault) : AnswerHttpAsync(context, fault));
    }

    /// <summary>Lives through the fault, and says how to answer.</summary>
    private async Task<OtlpFault> FaultAsync(string signal, bool grpc, HttpContext context)
    {
        Task ended;
        lock (_gate)
        {
            ended = _faultEnded.Task;
        }

        var fault = _fault;
        Arrived(signal, grpc, context, fault is OtlpFault.None or OtlpFault.Slow);
        switch (fault)
        {
            case OtlpFault.Hanging:
                await ended.WaitAsync(context.RequestAborted);
                return _fault == OtlpFault.Hanging ? OtlpFault.Unavailable : _fault;
            case OtlpFault.Slow:
                await Task.WhenAny(ended, Task.Delay(Slowness, context.RequestAborted));
                context.RequestAborted.ThrowIfCancellationRequested();
                return OtlpFault.None;
            default:
                return fault;
        }
    }

    private void Arrived(string signal, bool grpc, HttpContext context, bool answered) => Change(() => _requests.Add(new OtlpRequest(
        signal, grpc, context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), answered)));

    private void Keep(string signal, ReadOnlyMemory<byte> message)
    {
        switch (signal)
        {
            case "traces":
                var spans = TraceDecoder.Read(message.Span);
                Change(() => _spans.AddRange(spans));
                break;
            case "metrics":
                var metrics = MetricDecoder.Read(message.Span);
                Change(() => _metrics.AddRange(metrics));
                break;
            default:
                var logs = LogDecoder.Read(message.Span);
                Change(() => _logs.AddRange(logs));
                break;
        }
    }

    private static string Signal(PathString path) => path.Value switch
    {
        "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export" => "traces",
        "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" => "metrics",
        "/v1/logs" or "/opentelemetry.proto.collector.logs.v1.LogsService/Export" => "logs",
        var other => throw new InvalidOperationException($"no OTLP path: {other}"),
    };

    private static async Task AnswerGrpcAsync(HttpContext context, OtlpFault fault)
    {
        context.Response.ContentType = "application/grpc";
        if (fault == OtlpFault.None)
        {
            // An empty message: one byte "not compressed", four bytes of length.
            await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
        }

        context.Response.AppendTrailer("grpc-status", fault switch { OtlpFault.None => "0", OtlpFault.Rejecting => "3", _ => "14" });
    }

    private static Task AnswerHttpAsync(HttpContext context, OtlpFault fault)
    {
        context.Response.ContentType = "application/x-protobuf";
        context.Response.StatusCode = fault switch { OtlpFault.None => 200, OtlpFault.Rejecting => 400, _ => 503 };
        return Task.CompletedTask;
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
        }

        _changes.Happened();
    }

    private IReadOnlyList<T> Snapshot<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private string Summary() =>
        $"""
        what was waited for did not arrive. Arrived: {Requests.Count} requests,
          spans: {string.Join(", ", Spans.Select(s => s.Name))}
          metrics: {string.Join(", ", Metrics.Select(m => m.Name).Distinct())}
          logs: {string.Join("; ", Logs.TakeLast(3).Select(l => l.Body))}
        """;
}
