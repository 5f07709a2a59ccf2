using System.Diagnostics.Metrics;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Hosting;

/// <summary>Counts the log lines that never reached standard output or error, beside the telemetry that never reached a collector.</summary>
/// <param name="services">Asked late: the log is there before the instruments.</param>
internal sealed class DroppedLines(IServiceProvider services) : IHostedService
{
    private readonly Lazy<Counter<long>> _dropped = new(() => services.GetRequiredService<AelTelemetry>().Dropped);

    public void Add(long lines)
    {
        try
        {
            _dropped.Value.Add(lines, new KeyValuePair<string, object?>("signal", "console"));
        }
        catch (ObjectDisposedException)
        {
            // The engine has ended, and nobody reads its metrics any more.
        }
    }

    // Makes the series, so that the first lines are seen as a rise.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Add(0);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
