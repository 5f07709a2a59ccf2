namespace Ael.ServiceDefaults.Export;

/// <summary>The watch of each signal, made when its exporter is.</summary>
internal sealed class ExportWatches(OtlpTargets targets, ExportHealth health, ExportFaults faults)
{
    private readonly Dictionary<TelemetrySignal, ExportWatch> _all = targets.All.ToDictionary(t => t.Signal, t => new ExportWatch(t, health, faults));

    public ExportWatch this[TelemetrySignal signal] => _all[signal];

    /// <summary>Items that were taken on and not delivered yet.</summary>
    public long Waiting(TelemetrySignal signal) => _all.TryGetValue(signal, out var watch) ? watch.Gate.Waiting : 0;
}
