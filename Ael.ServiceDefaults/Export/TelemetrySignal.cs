namespace Ael.ServiceDefaults.Export;

public enum TelemetrySignal
{
    Traces,
    Metrics,
    Logs,
}

public static class TelemetrySignals
{
    /// <summary>As OpenTelemetry writes it: <c>traces</c>, <c>metrics</c>, <c>logs</c>.</summary>
    public static string Spelling(this TelemetrySignal signal) => signal switch
    {
        TelemetrySignal.Traces => "traces",
        TelemetrySignal.Metrics => "metrics",
        _ => "logs",
    };
}
