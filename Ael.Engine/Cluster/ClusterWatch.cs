using Ael.Cluster;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Orleans;

namespace Ael.Engine.Cluster;

/// <summary>Hears of nodes that come and go, says so, and has the executions of those that are gone taken over.</summary>
internal sealed partial class ClusterWatch(WorkflowEngine engine, ClusterMembers members, IGrainFactory grains, EngineOptions options, ILogger<ClusterWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        LogJoined(logger, options.Cluster.Id, members.Self);
        try
        {
            await foreach (var _ in members.Changes.WithCancellation(stoppingToken))
            {
                var now = members.Known.Where(m => m.IsActive).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
                foreach (var node in now.Except(known))
                {
                    LogNode(logger, node, now.Count);
                }

                foreach (var node in known.Except(now))
                {
                    LogGone(logger, node, now.Count);
                }

                known = now;
                engine.LimitsChanged();
                await ScanAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    private async Task ScanAsync()
    {
        try
        {
            await grains.GetGrain<IRecoveryGrain>(0).ScanAsync(null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Another node's call, or the reminder, comes to the same.
            LogScan(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Joined cluster {Cluster} as {Node}")]
    private static partial void LogJoined(ILogger logger, string cluster, string node);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} takes part: {Count} in all")]
    private static partial void LogNode(ILogger logger, string node, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} is gone: {Count} left")]
    private static partial void LogGone(ILogger logger, string node, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Executions without a node could not be looked for, which another node or the next minute does: {Reason}")]
    private static partial void LogScan(ILogger logger, string reason);
}
