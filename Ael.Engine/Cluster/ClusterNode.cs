using System.Text.Json;
using Ael.Cluster;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Cluster;

/// <summary>This process as a node: what its grains ask of the engine. Who owns an execution in the store drives it; a grain only says where that is to be.</summary>
internal sealed partial class ClusterNode(
    WorkflowEngine engine, LiveExecutions live, ExecutionRecovery recovery, ExecutionRestorer restorer, IExecutionStore store, ISharedExecutions shared,
    IWorkflowCatalogue catalogue, IWorkflowValidator validator, NodeRuns runs, ClusterMetrics metrics, ClusterMembers members, ILogger<ClusterNode> logger) : IExecutionNode
{
    private volatile bool _closed;

    /// <summary>Takes nothing more, neither new nor from others.</summary>
    public void Close()
    {
        _closed = true;
        engine.Close();
    }

    public async Task<(IExecutionRun? Run, GrainAnswer Answer)> StartAsync(string executionId, byte[] request)
    {
        try
        {
            var message = JsonSerializer.Deserialize(request, ClusterJson.Default.StartMessage)!;
            if (message.Again && await store.GetAsync(executionId, CancellationToken.None) is not null)
            {
                return (await ResumeAsync(executionId), GrainAnswer.Done);
            }

            var (run, completion) = await engine.BeginAsync(
                new StartRequest(message.Workflow, message.Inputs, message.Source)
                {
                    ExecutionId = executionId,
                    Definition = await DefinitionAsync(message),
                    Parent = TraceParents.Read(message.TraceParent),
                    RerunOf = message.RerunOf is { } first ? new RerunOrigin(first, TraceParents.Read(message.RerunTrace)) : null,
                },
                CancellationToken.None);
            return (Driven(run, completion), GrainAnswer.Done);
        }
        catch (AelException e)
        {
            var refusal = new Refusal(e.Error, e.RetryAfter?.TotalMilliseconds, members.Self);
            return (null, new GrainAnswer(
                e.Error.Code == ErrorCode.ResourceExhausted ? AnswerKind.Full : AnswerKind.Failed, JsonSerializer.SerializeToUtf8Bytes(refusal, ClusterJson.Default.Refusal)));
        }
    }

    public async Task<IExecutionRun?> ResumeAsync(string executionId)
    {
        if (runs.Find(executionId) is { } known)
        {
            return known;
        }

        if (_closed || await store.GetAsync(executionId, CancellationToken.None) is not { Result.CompletedAt: null, ParentExecutionId: null } record)
        {
            return null;
        }

        if (record.Owner != members.Self && ((await members.AliveAsync()).Contains(record.Owner) || !await shared.IsGoneAsync(record.Owner, CancellationToken.None)))
        {
            // Orleans may for a moment have two of one grain while the cluster changes.
            LogOthers(logger, executionId, record.Owner);
            return null;
        }

        var taken = await shared.TakeOverAsync(executionId, members.Self, record.Owner, CancellationToken.None);
        if (taken.FirstOrDefault(t => t.ExecutionId == executionId) is not { } own || await recovery.ResumeAsync(own, CancellationToken.None) is not { } resumed)
        {
            return null;
        }

        metrics.Recovered();
        LogTaken(logger, executionId, record.Owner);
        return Driven(resumed.Run, resumed.Completion);
    }

    public async Task<IReadOnlyList<string>> FindAbandonedAsync(Func<Task<IReadOnlySet<string>>> nodes)
    {
        // In this order: a node that joins after the second look owns nothing of what the first one found.
        var unfinished = await shared.GetUnfinishedAsync(CancellationToken.None);
        var alive = (await nodes()).ToHashSet(StringComparer.Ordinal);
        foreach (var owner in unfinished.Select(u => u.Owner).Distinct(StringComparer.Ordinal).Where(o => !alive.Contains(o)).ToList())
        {
            // A command that runs beside the cluster.
            if (!await shared.IsGoneAsync(owner, CancellationToken.None))
            {
                alive.Add(owner);
            }
        }

        var ids = unfinished.Select(u => u.ExecutionId).ToHashSet(StringComparer.Ordinal);
        foreach (var child in unfinished.Where(u => u.ParentExecutionId is { } parent && !ids.Contains(parent) && !alive.Contains(u.Owner)))
        {
            await EndOrphanAsync(child);
        }

        return [.. unfinished.Where(u => u.ParentExecutionId is null && !alive.Contains(u.Owner)).Select(u => u.ExecutionId)];
    }

    // Its parent ended without it, so nobody waits for it any more.
    private async Task EndOrphanAsync(UnfinishedExecution child)
    {
        var taken = await shared.TakeOverAsync(child.ExecutionId, members.Self, child.Owner, CancellationToken.None);
        if (taken.Count > 0)
        {
            await restorer.EndAsync(child.ExecutionId, ExecutionStatus.Cancelled, Interrupted.Abandoned(child.ParentExecutionId!), CancellationToken.None);
        }
    }

    private NodeRun Driven(ExecutionRun run, Task<ExecutionResult> completion)
    {
        var driven = new NodeRun(run, completion, engine, live, LeftAsync);
        runs.Add(driven);
        return driven;
    }

    private async Task LeftAsync(NodeRun run)
    {
        try
        {
            // Nothing comes of it where another node has it already.
            var given = await shared.TakeOverAsync(run.Id, ISharedExecutions.Nobody, members.Self, CancellationToken.None);
            metrics.Moved(given.Count > 0 ? "drained" : "taken");
        }
        catch (AelException e)
        {
            // Then it is found when this node is gone.
            LogNotGivenBack(logger, run.Id, e.Error.Message);
        }
    }

    private async Task<WorkflowDefinition> DefinitionAsync(StartMessage message)
    {
        if (catalogue.Find(message.Workflow, message.Version) is { } known && known.Source == message.Definition)
        {
            return known;
        }

        var validation = await validator.ValidateAsync(message.Definition, null, all: false, CancellationToken.None);
        return validation.Definition
            ?? throw new AelException(
                ErrorCode.WorkflowInvalid, $"workflow '{message.Workflow}' is valid on the node that was asked and not on {members.Self}", string.Join('\n', validation.Problems),
                suggestion: "Give all nodes the same engine and the same configuration.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Execution {ExecutionId} is taken over from {Owner}")]
    private static partial void LogTaken(ILogger logger, string executionId, string owner);

    [LoggerMessage(Level = LogLevel.Information, Message = "Execution {ExecutionId} is left to {Owner}, which is alive")]
    private static partial void LogOthers(ILogger logger, string executionId, string owner);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Execution {ExecutionId} could not be given back, and goes on elsewhere only when this node has ended: {Error}")]
    private static partial void LogNotGivenBack(ILogger logger, string executionId, string error);
}
