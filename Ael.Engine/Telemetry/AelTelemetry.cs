using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ael.Engine.Telemetry;

/// <summary>The engine's instruments, made from <see cref="MetricCatalogue"/>, and its source of spans. One per engine, from the container.</summary>
internal sealed class AelTelemetry : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Ael.Engine";

    private static readonly InstrumentAdvice<double> s_seconds = new() { HistogramBucketBoundaries = MetricCatalogue.SecondsBuckets };

    private readonly Meter _meter;

    public AelTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        WorkflowExecutions = Counter(MetricCatalogue.WorkflowExecutions);
        WorkflowDuration = Histogram(MetricCatalogue.WorkflowDuration);
        ToolInvocations = Counter(MetricCatalogue.ToolInvocations);
        ToolDuration = Histogram(MetricCatalogue.ToolDuration);
        StepExecutions = Counter(MetricCatalogue.StepExecutions);
        StepDuration = Histogram(MetricCatalogue.StepDuration);
        StoreDuration = Histogram(MetricCatalogue.StoreDuration);
        StepRetries = Counter(MetricCatalogue.StepRetries);
        StepSkips = Counter(MetricCatalogue.StepSkips);
        TracesDecidedEarly = Counter(MetricCatalogue.TracesDecidedEarly);
        Dropped = Counter(MetricCatalogue.TelemetryDropped);
        ActiveWorkflows = NewLevel(MetricCatalogue.ActiveWorkflows);
        QueuedWorkflows = NewLevel(MetricCatalogue.QueuedWorkflows);
        Errors = new ErrorCount(Counter(MetricCatalogue.Errors));
    }

    public ActivitySource Source { get; } = new(Name);
    public Counter<long> WorkflowExecutions { get; }
    public Histogram<double> WorkflowDuration { get; }
    public Counter<long> ToolInvocations { get; }
    public Histogram<double> ToolDuration { get; }
    public Counter<long> StepExecutions { get; }
    public Histogram<double> StepDuration { get; }
    public Histogram<double> StoreDuration { get; }
    public Counter<long> StepRetries { get; }
    public Counter<long> StepSkips { get; }
    public Counter<long> TracesDecidedEarly { get; }
    public Counter<long> Dropped { get; }
    public Level ActiveWorkflows { get; }
    public Level QueuedWorkflows { get; }
    public ErrorCount Errors { get; }

    /// <summary>Makes a counter that not every engine has.</summary>
    public Counter<long> Count(MetricDefinition counter) => Counter(counter);

    /// <summary>Makes a gauge that is read when somebody asks for it.</summary>
    public void Observe(MetricDefinition gauge, Func<IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableGauge(gauge.Name, read, Unit(gauge), gauge.Description);

    public void Dispose() => Source.Dispose();

    private static string? Unit(MetricDefinition metric) => metric.Unit.Length == 0 ? null : metric.Unit;

    private Counter<long> Counter(MetricDefinition metric) => _meter.CreateCounter<long>(metric.Name, Unit(metric), metric.Description);

    private Histogram<double> Histogram(MetricDefinition metric) =>
        _meter.CreateHistogram(metric.Name, Unit(metric), metric.Description, tags: null, s_seconds);

    // Observed, not added up by the listener: so it is there from the first scrape, and right for a listener that comes late.
    private Level NewLevel(MetricDefinition gauge)
    {
        var level = new Level();
        _meter.CreateObservableUpDownCounter(gauge.Name, () => level.Value, Unit(gauge), gauge.Description);
        return level;
    }
}
