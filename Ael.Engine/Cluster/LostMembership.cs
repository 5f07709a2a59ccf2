using Orleans.Runtime;

namespace Ael.Engine.Cluster;

/// <summary>
/// The cluster has declared this node dead while it was frozen or cut off, and its executions go on elsewhere. It starts nothing more and ends its process:
/// whoever runs it starts it again, as a new node.
/// </summary>
internal sealed partial class LostMembership(IServiceProvider services, ILogger<LostMembership> logger) : IFatalErrorHandler
{
    private const int ExitCode = 70;

    // For the log to reach its outputs.
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        services.GetRequiredService<ClusterNode>().Close();
        var runs = services.GetRequiredService<NodeRuns>().All;
        foreach (var run in runs)
        {
            run.LeaveNow();
        }

        LogLost(logger, runs.Count, exception?.Message ?? context ?? "no reason given");
        Thread.Sleep(s_moment);
        Environment.Exit(ExitCode);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "This node has lost its place in the cluster and ends: {Count} executions go on in other nodes. Start it again. ({Reason})")]
    private static partial void LogLost(ILogger logger, int count, string reason);
}
