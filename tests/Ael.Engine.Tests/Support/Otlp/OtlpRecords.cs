namespace Ael.Engine.Tests.Support.Otlp;

/// <summary>Attributes by name. Values are string, bool, long, double, byte[], object?[] (array) or the same kind of dictionary (map).</summary>
internal sealed class OtlpAttributes : Dictionary<string, object?>
{
    /// <summary>The value as text; null when there is none.</summary>
    public string? Text(string name) => TryGetValue(name, out var value) ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) : null;
}

/// <summary>Who sent it.</summary>
internal sealed record OtlpOrigin(OtlpAttributes Resource, string Scope, string ScopeVersion);

internal enum OtlpStatus
{
    Unset = 0,
    Ok = 1,
    Error = 2,
}

internal enum OtlpSpanKind
{
    Unspecified = 0,
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}

internal sealed record OtlpSpan(OtlpOrigin Origin)
{
    /// <summary>Lowercase hex, as all ids here.</summary>
    public string TraceId { get; set; } = "";
    public string SpanId { get; set; } = "";

    /// <summary>Empty for a root.</summary>
    public string ParentSpanId { get; set; } = "";
    public string TraceState { get; set; } = "";
    public string Name { get; set; } = "";
    public OtlpSpanKind Kind { get; set; }
    public DateTimeOffset Start { get; set; }
    public DateTimeOffset End { get; set; }
    public OtlpAttributes Attributes { get; } = [];
    public List<OtlpEvent> Events { get; } = [];
    public List<OtlpLink> Links { get; } = [];
    public OtlpStatus Status { get; set; }
    public string StatusMessage { get; set; } = "";
}

internal sealed record OtlpEvent
{
    public DateTimeOffset Time { get; set; }
    public string Name { get; set; } = "";
    public OtlpAttributes Attributes { get; } = [];
}

internal sealed record OtlpLink
{
    public string TraceId { get; set; } = "";
    public string SpanId { get; set; } = "";
    public OtlpAttributes Attributes { get; } = [];
}

internal enum OtlpMetricType
{
    Gauge = 5,
    Sum = 7,
    Histogram = 9,
    ExponentialHistogram = 10,
    Summary = 11,
}

internal enum OtlpTemporality
{
    Unspecified = 0,
    Delta = 1,
    Cumulative = 2,
}

internal sealed record OtlpMetric(OtlpOrigin Origin)
{
    public string Name { get; set; } = "";
    public string Description { get; set; } = "";
    public string Unit { get; set; } = "";
    public OtlpMetricType Type { get; set; }
    public OtlpTemporality Temporality { get; set; }
    public bool Monotonic { get; set; }
    public List<OtlpPoint> Points { get; } = [];
}

internal sealed record OtlpPoint
{
    public OtlpAttributes Attributes { get; } = [];
    public DateTimeOffset Start { get; set; }
    public DateTimeOffset Time { get; set; }

    /// <summary>Of a gauge or a sum.</summary>
    public double Value { get; set; }

    /// <summary>Of a histogram, with all that follows.</summary>
    public long Count { get; set; }
    public double Sum { get; set; }
    public double? Min { get; set; }
    public double? Max { get; set; }

    /// <summary>One more than <see cref="Bounds"/>; each counts its own bucket only.</summary>
    public List<ulong> BucketCounts { get; } = [];
    public List<double> Bounds { get; } = [];
    public List<OtlpExemplar> Exemplars { get; } = [];
}

internal sealed record OtlpExemplar
{
    public DateTimeOffset Time { get; set; }
    public double Value { get; set; }
    public string TraceId { get; set; } = "";
    public string SpanId { get; set; } = "";
    public OtlpAttributes FilteredAttributes { get; } = [];
}

internal sealed record OtlpLog(OtlpOrigin Origin)
{
    public DateTimeOffset Time { get; set; }
    public DateTimeOffset Observed { get; set; }

    /// <summary>1 to 24; INFO starts at 9, WARN at 13, ERROR at 17.</summary>
    public int SeverityNumber { get; set; }
    public string SeverityText { get; set; } = "";
    public object? Body { get; set; }
    public OtlpAttributes Attributes { get; } = [];

    /// <summary>Empty outside of a trace.</summary>
    public string TraceId { get; set; } = "";
    public string SpanId { get; set; } = "";
    public string EventName { get; set; } = "";
}
