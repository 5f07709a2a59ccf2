namespace Ael.ServiceDefaults.Export;

/// <summary>How the delivery of telemetry stands, for whoever shows it. Registered only where something is exported.</summary>
public sealed class ExportReport
{
    private readonly OtlpTargets _targets;
    private readonly ExportWatches _watches;
    private readonly ExportHealth _health;

    internal ExportReport(OtlpTargets targets, ExportWatches watches, ExportHealth health) => (_targets, _watches, _health) = (targets, watches, health);

    public IReadOnlyList<ExportState> Now() =>
        [.. _targets.All.Select(t => new ExportState(t.Signal, t.Endpoint, _watches.Waiting(t.Signal), _health.Dropped(t.Signal), _health.Failing(t.Signal)))];
}

/// <param name="Signal">Which.</param>
/// <param name="Endpoint">Where it goes.</param>
/// <param name="Waiting">Items taken on and not delivered yet.</param>
/// <param name="Dropped">Items never delivered, since the start.</param>
/// <param name="Failing">The last exports failed, or its queue is full.</param>
public sealed record ExportState(TelemetrySignal Signal, Uri Endpoint, long Waiting, long Dropped, bool Failing);
