using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ael.ServiceDefaults.Export;

/// <summary>
/// Delivers what is left when everything else has stopped, within a bound. Without it the providers do so when they are disposed, one after
/// the other and each for up to 5 s.
/// </summary>
internal sealed partial class TelemetryFlush(IServiceProvider services, OtlpTargets targets, ExportHealth health, ExportWatches watches, ILogger<TelemetryFlush> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in targets.Problems)
        {
            LogNotUsed(logger, problem);
        }

        health.Begin(targets.All.Select(t => t.Signal).Where(s => s != TelemetrySignal.Metrics));
        return Task.CompletedTask;
    }

    // The token says that the time for stopping is up; the bound stands for itself, for the spans of what was cancelled are the interesting ones.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await services.ShutdownTelemetryAsync(targets.FlushTimeout);
        health.Close(watches.Waiting, targets.FlushTimeout);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}.")]
    private static partial void LogNotUsed(ILogger logger, string problem);
}
