using System.Text.Json;
using Ael.Cluster;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Orleans;
using ErrorCode = Ael.Engine.Errors.ErrorCode;

namespace Ael.Engine.Cluster;

/// <summary>Waits for executions wherever they run: a node that dies is no end, the wait goes on with the next one.</summary>
internal sealed class Completions(IGrainFactory grains, IExecutionStore store, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _closing = new();

    /// <summary>This node stops: who still waits here is told to ask another one.</summary>
    public void Close() => _closing.Cancel();

    /// <summary>The result: with its secrets where the node that ran it to its end tells it, without where only the store knows.</summary>
    /// <exception cref="AelException">RESOURCE_EXHAUSTED: this node stops, and the execution goes on.</exception>
    public async Task<ExecutionResult> WaitAsync(string executionId)
    {
        var grain = grains.GetGrain<IExecutionGrain>(executionId);
        while (true)
        {
            try
            {
                var answer = await grain.EndAsync().WaitAsync(_closing.Token);
                if (answer is { Kind: AnswerKind.Done, Body: { } body })
                {
                    return JsonSerializer.Deserialize(body, ClusterJson.Default.ExecutionResult)!;
                }

                if (answer.Kind == AnswerKind.Gone && await store.GetAsync(executionId, _closing.Token) is { Result: { CompletedAt: not null } result })
                {
                    return result;
                }
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                throw Closed(executionId);
            }
            catch (Exception)
            {
                // Its node has just died, or the store is away: asked again, the execution answers from where it goes on.
            }

            try
            {
                await Task.Delay(s_pause, time, _closing.Token);
            }
            catch (OperationCanceledException)
            {
                throw Closed(executionId);
            }
        }
    }

    public void Dispose() => _closing.Dispose();

    private static AelException Closed(string executionId) => new(new AelError(ErrorCode.ResourceExhausted, $"this node is shutting down; execution '{executionId}' goes on in the cluster")
    {
        ExecutionId = executionId,
        Suggestion = $"Ask another node for it: GET /api/v1/executions/{executionId}.",
    });
}
