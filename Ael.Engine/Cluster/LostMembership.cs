using Ael.Engine.Telemetry;
using Ael.ServiceDefaults.Export;
using Orleans.Runtime;

namespace Ael.Engine.Cluster;

/// <summary>
/// The cluster has declared this node dead while it was frozen or cut off, and its executions go on elsewhere. It starts nothing more and ends its process:
/// whoever runs it starts it again, as a new node.
/// </summary>
internal sealed partial class LostMembership(IServiceProvider services, ILogger<LostMembership> logger) : IFatalErrorHandler
{
    private const int ExitCode = 70;

    // For each output of the log, all at the same time: whoever cannot take it by then does not get it.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(2);

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
        Deliver();
        Environment.Exit(ExitCode);
    }

    // What a host that stops does last. This one does not stop: its silo would wait for a cluster that it is no part of any more.
    private void Deliver() =>
        Task.WaitAll([Task.Run(() => services.GetRequiredService<LogOutput>().Dispose()), services.ShutdownTelemetryAsync(s_bound)], s_bound);

    [LoggerMessage(Level = LogLevel.Critical, Message = "This node has lost its place in the cluster and ends: {Count} executions go on in other nodes. Start it again. ({Reason})")]
    private static partial void LogLost(ILogger logger, int count, string reason);
}
