namespace Ael.Engine.Configuration.Keys;

/// <summary>The keys of <c>telemetry</c>: DOC-058's, and ours for what it leaves open (sampling, cardinality, how OTLP is spoken).</summary>
internal static class TelemetryKeys
{
    private static readonly ValueKind<string> s_urlPath = Kinds.Text("path of a URL", t => t.StartsWith('/') ? null : $"must start with '/', was '{t}'", "write it as /metrics");

    private static readonly ValueKind<OtlpProtocol> s_protocol =
        Kinds.Words(new Dictionary<string, OtlpProtocol> { ["grpc"] = OtlpProtocol.Grpc, ["http/protobuf"] = OtlpProtocol.HttpProtobuf });

    // The longest that the SDK's timers take is int.MaxValue milliseconds, some 24 days.
    private static readonly ValueKind<TimeSpan> s_interval = Kinds.Durations(TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1));

    public static readonly IReadOnlyList<ConfigurationKey<EngineOptions>> All =
    [
        Key("enabled", Kinds.Boolean, t => t.Enabled, (t, v) => t with { Enabled = v },
            "Metrics, traces and exported logs altogether."),
        Metrics("enabled", Kinds.Boolean, m => m.Enabled, (m, v) => m with { Enabled = v },
            "Metrics, and the endpoint that Prometheus scrapes."),
        Metrics("endpoint", s_urlPath, m => m.Endpoint, (m, v) => m with { Endpoint = v },
            "Path of that endpoint."),
        Metrics("port", Kinds.Integer(0, 65535), m => m.Port, (m, v) => m with { Port = v },
            "Its port, apart from that of the server; 0: any free one."),
        Metrics("cardinality_limit", Kinds.Integer(10, 1_000_000), m => m.CardinalityLimit, (m, v) => m with { CardinalityLimit = v },
            "Series of one instrument; more are counted together under `otel_metric_overflow=\"true\"`."),
        Traces("sampling", Kinds.Choice<SamplingMode>(), t => t.Sampling, (t, v) => t with { Sampling = v },
            "`tail` decides when a workflow has ended, and keeps every error and every slow one; `head` decides by `ratio` when it starts."),
        Traces("ratio", Kinds.Number(0, 1), t => t.Ratio, (t, v) => t with { Ratio = v },
            "Share of ordinary traces that is kept."),
        Traces("slow", Kinds.Duration, t => t.Slow, (t, v) => t with { Slow = v },
            "A trace whose workflow takes at least this long is slow."),
        Traces("max_held_spans", Kinds.Integer(100, 10_000_000), t => t.MaxHeldSpans, (t, v) => t with { MaxHeldSpans = v },
            "Spans that `tail` holds until their trace is decided; beyond it the oldest trace is decided early, as kept."),
        Otlp("endpoint", Kinds.Optional(Kinds.Collector), o => o.Endpoint, (o, v) => o with { Endpoint = v },
            "Where metrics, traces and logs are sent by OTLP; `null`: nowhere."),
        Otlp("insecure", Kinds.Boolean, o => o.Insecure, (o, v) => o with { Insecure = v },
            "Plain text instead of TLS where the endpoint's scheme leaves it open."),
        Otlp("protocol", s_protocol, o => o.Protocol, (o, v) => o with { Protocol = v },
            "How it is sent; collectors listen for `grpc` on port 4317, for `http/protobuf` on 4318."),
        Otlp("headers", Kinds.TextMap, o => o.Headers, (o, v) => o with { Headers = v },
            "Sent with every export, as in `Authorization: Bearer ${TOKEN}`."),
        Otlp("timeout", s_interval, o => o.Timeout, (o, v) => o with { Timeout = v },
            "Bound on one export; what it has not delivered by then is dropped and counted."),
        Otlp("metrics_interval", s_interval, o => o.MetricsInterval, (o, v) => o with { MetricsInterval = v },
            "Time between exports of metrics."),
        Otlp("batch_delay", s_interval, o => o.BatchDelay, (o, v) => o with { BatchDelay = v },
            "How long spans and log records wait for company before they are sent."),
        Otlp("max_queue", Kinds.Integer(1, 1_000_000), o => o.MaxQueue, (o, v) => o with { MaxQueue = v },
            "Spans, and likewise log records, that may wait for export; more are dropped and counted."),
    ];

    private static ConfigurationKey<EngineOptions, T> Key<T>(
        string path, ValueKind<T> kind, Func<TelemetryOptions, T> get, Func<TelemetryOptions, T, TelemetryOptions> set, string description) =>
        new($"telemetry.{path}", kind, o => get(o.Telemetry), (o, v) => o with { Telemetry = set(o.Telemetry, v) }, description);

    private static ConfigurationKey<EngineOptions, T> Metrics<T>(
        string path, ValueKind<T> kind, Func<MetricsOptions, T> get, Func<MetricsOptions, T, MetricsOptions> set, string description) =>
        Key($"metrics.{path}", kind, t => get(t.Metrics), (t, v) => t with { Metrics = set(t.Metrics, v) }, description);

    private static ConfigurationKey<EngineOptions, T> Traces<T>(
        string path, ValueKind<T> kind, Func<TracesOptions, T> get, Func<TracesOptions, T, TracesOptions> set, string description) =>
        Key($"traces.{path}", kind, t => get(t.Traces), (t, v) => t with { Traces = set(t.Traces, v) }, description);

    private static ConfigurationKey<EngineOptions, T> Otlp<T>(
        string path, ValueKind<T> kind, Func<OtlpOptions, T> get, Func<OtlpOptions, T, OtlpOptions> set, string description) =>
        Key($"exporters.otlp.{path}", kind, t => get(t.Exporters.Otlp), (t, v) => t with { Exporters = t.Exporters with { Otlp = set(t.Exporters.Otlp, v) } }, description);
}
