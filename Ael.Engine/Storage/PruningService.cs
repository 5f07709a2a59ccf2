using Ael.Engine.Errors;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Storage;

/// <summary>Deletes what retention no longer keeps: at start, then every hour.</summary>
internal sealed partial class PruningService(
    IExecutionStore store, AelTelemetry telemetry, TimeProvider time, ILogger<PruningService> log) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PruneAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An end without a stop (the start of another part failed) is none that the host should report.
        }
    }

    private async Task PruneAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            try
            {
                var removed = await store.PruneAsync(stoppingToken);
                if (removed > 0)
                {
                    Pruned(removed);
                }
            }
            catch (AelException e)
            {
                telemetry.Errors.Count(e, Components.Storage);
                Failed(e.Error.ToString());
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention removed {Count} executions")]
    private partial void Pruned(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retention could not run, next attempt in an hour: {Error}")]
    private partial void Failed(string error);
}
