using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Ael.Cluster;

/// <summary>The one in the cluster that looks for executions whose node is gone, and wakes each somewhere else.</summary>
[Alias("ael.recovery")]
internal interface IRecoveryGrain : IGrainWithIntegerKey
{
    /// <summary>Called when the members of the cluster have changed, and by a reminder in case nobody did.</summary>
    /// <param name="leaving">A node that gives its executions back and is to get none.</param>
    [Alias("scan")]
    Task ScanAsync(string? leaving);
}

internal sealed partial class RecoveryGrain(IExecutionNode node, ClusterMembers members, ILogger<RecoveryGrain> logger) : Grain, IRecoveryGrain, IRemindable
{
    private const string Reminder = "scan";

    // The least that Orleans allows.
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);

    public override Task OnActivateAsync(CancellationToken cancellationToken) => this.RegisterOrUpdateReminder(Reminder, s_period, s_period, cancellationToken);

    public Task ReceiveReminder(string reminderName, TickStatus status) => ScanAsync(null);

    public async Task ScanAsync(string? leaving)
    {
        if (leaving is not null)
        {
            _leaving.Add(leaving);
        }

        var abandoned = await Task.Run(() => node.FindAbandonedAsync(members.AliveAsync));
        var alive = members.Known;
        _leaving.IntersectWith(alive.Select(m => m.Id));
        if (abandoned.Count == 0)
        {
            return;
        }

        LogFound(logger, abandoned.Count);
        var nodes = alive.Where(m => m.IsActive && !_leaving.Contains(m.Id)).ToList();
        await Task.WhenAll(abandoned.Select((id, i) => WakeAsync(id, nodes.Count == 0 ? null : nodes[i % nodes.Count].Address)));
    }

    private async Task WakeAsync(string executionId, SiloAddress? hint)
    {
        try
        {
            if (hint is not null)
            {
                RequestContext.Set(IPlacementDirector.PlacementHintKey, hint);
            }

            await GrainFactory.GetGrain<IExecutionGrain>(executionId).WakeAsync();
        }
        catch (Exception e)
        {
            // The next scan finds it again.
            LogNotWoken(logger, executionId, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} unfinished executions have no node: they go on elsewhere")]
    private static partial void LogFound(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Execution {ExecutionId} could not be taken over and is tried again within a minute: {Reason}")]
    private static partial void LogNotWoken(ILogger logger, string executionId, string reason);
}
