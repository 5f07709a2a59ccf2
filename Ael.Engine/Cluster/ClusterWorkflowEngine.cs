using System.Diagnostics;
using System.Text.Json;
using Ael.Cluster;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;
using Orleans;

namespace Ael.Engine.Cluster;

/// <summary>
/// The engine that the front doors of every node know: executions run wherever they were placed, and are started, asked for, watched and stopped
/// from here. What runs on this node is answered by it alone, what has ended by the store, all else by the node that drives it.
/// </summary>
internal sealed class ClusterWorkflowEngine(
    WorkflowEngine local, LiveExecutions live, IExecutionStore store, IWorkflowCatalogue catalogue, IGrainFactory grains, ClusterMembers members,
    Placement placement, Completions completions, ExecutionMetrics metrics, TimeProvider time, IHostApplicationLifetime lifetime) : IWorkflowEngine
{
    // What is seen of an execution a moment late is better than nothing.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public EngineLoad Load => local.Load;

    public async Task<ExecutionHandle> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await PlaceAsync(request, cancellationToken);
        }
        catch (AelException e)
        {
            // Here and not where it was refused, since several nodes may have been asked for this one.
            metrics.Failed(e);
            throw;
        }
    }

    public bool Cancel(string executionId, string reason)
    {
        // Callers lose their connections when this node stops: that is no reason for what goes on elsewhere to stop.
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }

        _ = CancelQuietlyAsync(executionId, reason);
        return true;
    }

    public async ValueTask<bool> CancelAsync(string executionId, string reason)
    {
        if (live.Find(executionId) is { HasLeft: false })
        {
            return await local.CancelAsync(executionId, reason);
        }

        return await RootAsync(executionId, CancellationToken.None) is { } root
            && (await Grain(root).CancelAsync(executionId, reason)).Kind == AnswerKind.Done;
    }

    public async Task<ExecutionHandle> RerunAsync(string executionId, JsonElement? inputs, string source, CancellationToken cancellationToken) =>
        await StartAsync(await local.RepeatAsync(executionId, inputs, source, cancellationToken), cancellationToken);

    public async ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken)
    {
        if (live.Find(executionId) is { Events.Ended: false, HasLeft: false } run)
        {
            return run.Snapshot();
        }

        var record = await store.GetAsync(executionId, cancellationToken);
        if (record is not { Result.CompletedAt: null } || record.Owner == members.Self || members.Known.All(m => m.Id != record.Owner))
        {
            return record;
        }

        try
        {
            var root = await RootAsync(executionId, cancellationToken);
            var answer = root is null ? GrainAnswer.Gone : await Grain(root).GetAsync(executionId).WaitAsync(s_patience, time, cancellationToken);
            return answer is { Kind: AnswerKind.Done, Body: { } body }
                ? record with { Result = JsonSerializer.Deserialize(body, ClusterJson.Default.ExecutionResult)! }
                : await store.GetAsync(executionId, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or AelException))
        {
            // Its node does not answer: what it recorded is known all the same.
            return record;
        }
    }

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    public async ValueTask<IAsyncEnumerable<ExecutionEvent>?> WatchAsync(string executionId, CancellationToken cancellationToken)
    {
        if (live.Find(executionId) is null)
        {
            switch (await store.GetAsync(executionId, cancellationToken))
            {
                case null:
                    return null;
                case { Result: { CompletedAt: { } at } result }:
                    return WorkflowEngine.EndOnly(result, at);
            }
        }

        return new Following(executionId, live, store, RootAsync, Grain, time).WatchAsync(cancellationToken);
    }

    private async Task<ExecutionHandle> PlaceAsync(StartRequest request, CancellationToken cancellationToken)
    {
        var definition = request.Definition ?? catalogue.Get(request.Workflow);
        var parent = request.Parent != default ? request.Parent : Activity.Current?.Context ?? default;
        var message = new StartMessage(
            definition.Name, definition.Version, definition.Source, request.Inputs, request.Source, TraceParents.Of(parent),
            request.RerunOf?.ExecutionId, TraceParents.Of(request.RerunOf?.Trace ?? default), Again: false);
        var id = ExecutionIds.Next();
        await placement.StartAsync(id, message, cancellationToken);
        return new ExecutionHandle(id, completions.WaitAsync(id)) { LogScope = new LogScope(definition.Name, id) };
    }

    private IExecutionGrain Grain(string root) => grains.GetGrain<IExecutionGrain>(root);

    // Sub-workflows run with the execution that no other one started. Null: there is none.
    private async ValueTask<string?> RootAsync(string executionId, CancellationToken cancellationToken)
    {
        var record = await store.GetAsync(executionId, cancellationToken);
        while (record?.ParentExecutionId is { } parent)
        {
            record = await store.GetAsync(parent, cancellationToken);
        }

        return record?.Result.ExecutionId;
    }

    private async Task CancelQuietlyAsync(string executionId, string reason)
    {
        try
        {
            await CancelAsync(executionId, reason);
        }
        catch (Exception e)
        {
            // Whoever asked is gone, and it ends by itself.
            metrics.Failed(e);
        }
    }
}
