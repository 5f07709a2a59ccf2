namespace Ael.Cluster;

/// <summary>The engine of this process, as the grains see it. What is said of executions is the engine's JSON: nothing here looks into it.</summary>
internal interface IExecutionNode
{
    /// <summary>Admits an execution and drives it; the run is null where the answer says why it was refused.</summary>
    Task<(IExecutionRun? Run, GrainAnswer Answer)> StartAsync(string executionId, byte[] request);

    /// <summary>Drives on what nobody drives any more. Null: it has ended, is not known, or is another node's.</summary>
    Task<IExecutionRun?> ResumeAsync(string executionId);

    /// <summary>Executions that have not ended and whose node is none of these, oldest first.</summary>
    Task<IReadOnlyList<string>> FindAbandonedAsync(Func<Task<IReadOnlySet<string>>> nodes);
}

/// <summary>An execution that this process drives.</summary>
internal interface IExecutionRun
{
    /// <summary>Its result as the caller gets it, once it has ended; null once it has left this node without having ended. Never faults.</summary>
    Task<byte[]?> End { get; }

    /// <summary>It, or a sub-workflow of it, as it is now; null when that does not run here.</summary>
    byte[]? Snapshot(string executionId);

    /// <summary>Asks it, or a sub-workflow of it, to stop; false when that does not run here, or was stopped before.</summary>
    Task<bool> CancelAsync(string executionId, string reason);

    /// <summary>What has happened and what happens; nothing when that does not run here.</summary>
    IAsyncEnumerable<byte[]> WatchAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Stops driving it here and gives it back; done when nothing of it runs any more.</summary>
    Task LeaveAsync();
}
