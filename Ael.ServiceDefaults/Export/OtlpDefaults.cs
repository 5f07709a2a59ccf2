using OpenTelemetry.Exporter;

namespace Ael.ServiceDefaults.Export;

/// <summary>How a service exports by OTLP where no variable names the signal more closely.</summary>
public sealed record OtlpDefaults
{
    /// <summary>Of all signals, without the path that HTTP adds; null: only those signals are exported that have a variable of their own.</summary>
    public Uri? Endpoint { get; init; }
    public OtlpExportProtocol Protocol { get; init; } = OtlpExportProtocol.Grpc;
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Bound on one export.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan MetricsInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long spans and log records wait for company.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Spans, and likewise log records, that may wait; more are dropped.</summary>
    public int MaxQueue { get; init; } = 8192;

    /// <summary>Bound on what delivers the rest of all signals together when the service ends.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(1.2);
}
