using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Ael.ServiceDefaults.Export;

/// <summary>The SDK's batches of spans, behind a gate. Its queue holds what the gate lets in, so that it never drops anything itself.</summary>
internal sealed class SpanQueue(BaseExporter<Activity> exporter, ExportGate gate, OtlpTarget target)
    : BatchActivityExportProcessor(exporter, target.MaxQueue, (int)target.Delay.TotalMilliseconds, (int)target.Timeout.TotalMilliseconds, target.MaxBatch)
{
    public override void OnEnd(Activity data)
    {
        if (data.Recorded && gate.TryEnter())
        {
            base.OnEnd(data);
        }
    }
}

/// <summary>The same for log records.</summary>
internal sealed class LogQueue(BaseExporter<LogRecord> exporter, ExportGate gate, OtlpTarget target)
    : BatchLogRecordExportProcessor(exporter, target.MaxQueue, (int)target.Delay.TotalMilliseconds, (int)target.Timeout.TotalMilliseconds, target.MaxBatch)
{
    public override void OnEnd(LogRecord data)
    {
        if (gate.TryEnter())
        {
            base.OnEnd(data);
        }
    }
}

/// <summary>
/// Lets an exporter that stands behind others know its provider, and with it the resource: the SDK tells that only to the exporter of a
/// processor that was added to the provider itself. It exports nothing, and leaves the exporter's end to who owns it.
/// </summary>
internal sealed class ProviderLink<T>(BaseExporter<T> exporter) : BaseExportProcessor<T>(exporter)
    where T : class
{
    public override void OnEnd(T data)
    {
    }

    protected override void OnExport(T data)
    {
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => true;

    protected override bool OnShutdown(int timeoutMilliseconds) => true;

    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
}
