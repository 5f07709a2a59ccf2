using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Ael.ServiceDefaults.Export;

/// <summary>What is done around every export of a signal.</summary>
internal sealed class ExportWatch(OtlpTarget target, ExportHealth health, ExportFaults faults)
{
    public ExportGate Gate { get; } = new(target.Signal, target.MaxQueue, health);

    public bool Closed => health.Closed;

    public long Begin()
    {
        faults.Take();
        return health.Now();
    }

    /// <param name="result">Of the export.</param>
    /// <param name="items">That it had; 0 where a failure loses nothing.</param>
    /// <param name="startedAt">From <see cref="Begin"/>.</param>
    public ExportResult End(ExportResult result, long items, long startedAt)
    {
        if (result == ExportResult.Success)
        {
            Gate.Leave(items);
            health.Delivered(target.Signal, Gate.HasRoom);
        }
        else
        {
            health.Failed(target.Signal, items, startedAt, target.Endpoint, faults.Take() ?? "no reason given", Gate);
        }

        return result;
    }
}

/// <summary>An exporter of spans or log records whose outcomes are watched.</summary>
internal sealed class WatchedExporter<T>(BaseExporter<T> inner, ExportWatch watch) : BaseExporter<T>
    where T : class
{
    public override ExportResult Export(in Batch<T> batch)
    {
        if (watch.Closed)
        {
            return ExportResult.Failure;
        }

        var (items, startedAt) = (batch.Count, watch.Begin());
        return watch.End(inner.Export(batch), items, startedAt);
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => inner.ForceFlush(timeoutMilliseconds);

    protected override bool OnShutdown(int timeoutMilliseconds) => inner.Shutdown(timeoutMilliseconds);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>The same for metrics, as a subclass: a reader tells its exporter alone whom it belongs to, and there is nobody else to tell it.</summary>
internal sealed class WatchedMetricExporter(OtlpExporterOptions options, ExportWatch watch) : OtlpMetricExporter(options)
{
    public override ExportResult Export(in Batch<Metric> metrics)
    {
        if (watch.Closed)
        {
            return ExportResult.Failure;
        }

        var startedAt = watch.Begin();
        return watch.End(base.Export(metrics), items: 0, startedAt);
    }
}
