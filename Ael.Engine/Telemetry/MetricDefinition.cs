namespace Ael.Engine.Telemetry;

internal enum MetricKind
{
    /// <summary>Only grows. Its exported name ends in <c>_total</c>.</summary>
    Counter,

    /// <summary>What is now, read when somebody asks. Negative it never is.</summary>
    Gauge,

    /// <summary>Durations in seconds, in the buckets of <see cref="MetricCatalogue.SecondsBuckets"/>.</summary>
    Histogram,
}

/// <param name="Name">As in Prometheus and OTLP alike.</param>
/// <param name="Values">Where its values come from; the set is bounded, or says what bounds it.</param>
internal sealed record MetricLabel(string Name, string Values);

/// <summary>One instrument of the engine.</summary>
/// <param name="Name">Of the OpenTelemetry instrument.</param>
/// <param name="PrometheusName">As <c>/metrics</c> exports it.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Unit">UCUM; <c>{...}</c> annotations do not become part of the exported name.</param>
/// <param name="Description">One sentence; the help text.</param>
/// <param name="Labels">All of them, in the order of the name in DOC-058; no measurement has another.</param>
internal sealed record MetricDefinition(
    string Name, string PrometheusName, MetricKind Kind, string Unit, string Description, params IReadOnlyList<MetricLabel> Labels);
