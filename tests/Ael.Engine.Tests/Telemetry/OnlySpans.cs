using System.Diagnostics;
using OpenTelemetry;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Passes on the spans that a test asks for.</summary>
internal sealed class OnlySpans(Func<Activity, bool> wanted, BaseProcessor<Activity> next) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (wanted(data))
        {
            next.OnEnd(data);
        }
    }

    protected override bool OnShutdown(int timeoutMilliseconds) => next.Shutdown(timeoutMilliseconds);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            next.Dispose();
        }

        base.Dispose(disposing);
    }
}
