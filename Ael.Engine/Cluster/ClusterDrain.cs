using Ael.Cluster;
using Ael.Engine.Configuration;
using Orleans;

namespace Ael.Engine.Cluster;

/// <summary>
/// Hands over as soon as a stop is asked for: steps that run may end within the grace period, none begins, and what has not ended goes on elsewhere.
/// Who waits here for its end is told where to ask. Registered after the silo, so that this is over before the silo stops.
/// </summary>
internal sealed partial class ClusterDrain(
    ClusterNode node, NodeRuns driven, Completions completions, IGrainFactory grains, ClusterMembers members, EngineOptions options, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<ClusterDrain> logger) : IHostedService
{
    private Task _drained = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _drained = DrainAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _drained.WaitAsync(cancellationToken);

    private async Task DrainAsync()
    {
        node.Close();
        var runs = driven.All;
        foreach (var run in runs)
        {
            run.LeaveAfterSteps();
        }

        var all = Task.WhenAll(runs.Select(r => r.End));
        try
        {
            await all.WaitAsync(options.Execution.ShutdownGrace, time);
        }
        catch (TimeoutException)
        {
            await Task.WhenAll(runs.Select(r => r.LeaveAsync()));
        }

        var left = runs.Count(r => r.End is { IsCompletedSuccessfully: true, Result: null });
        if (left > 0)
        {
            LogLeft(logger, left);
            await HandOverAsync();
        }

        completions.Close();
    }

    private async Task HandOverAsync()
    {
        try
        {
            await grains.GetGrain<IRecoveryGrain>(0).ScanAsync(members.Self);
        }
        catch (Exception e)
        {
            // The others look for them when this node is gone.
            LogNotHandedOver(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} executions go on in other nodes")]
    private static partial void LogLeft(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Executions could not be handed over and go on once this node is gone: {Reason}")]
    private static partial void LogNotHandedOver(ILogger logger, string reason);
}
