using System.Runtime.CompilerServices;
using System.Text.Json;
using Ael.Cluster;
using Ael.Engine.Execution;
using Ael.Engine.Storage;

namespace Ael.Engine.Cluster;

/// <summary>
/// Events of one execution for one watcher, from whichever node drives it. When it moves, the next node tells from the beginning what was recorded:
/// what the watcher has seen of steps that ended is left out, and the numbers go on.
/// </summary>
internal sealed class Following(
    string executionId, LiveExecutions live, IExecutionStore store, Func<string, CancellationToken, ValueTask<string?>> root, Func<string, IExecutionGrain> grain, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private int _told;

    public async IAsyncEnumerable<ExecutionEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await using (var source = SourceAsync(cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (await NextAsync(source, cancellationToken) is { } happened)
                {
                    if (IsNew(happened))
                    {
                        yield return happened with { Sequence = ++_told };
                    }

                    if (happened.Type == ExecutionEventTypes.ExecutionEnded)
                    {
                        yield break;
                    }
                }
            }

            if (await EndAsync(cancellationToken) is { } end)
            {
                yield return end with { Sequence = ++_told };
                yield break;
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private bool IsNew(ExecutionEvent happened)
    {
        if (happened.StepId is { } step && _ended.Contains(step))
        {
            return false;
        }

        if (happened is { Type: ExecutionEventTypes.StepEnded, StepId: { } id })
        {
            _ended.Add(id);
        }

        return _told == 0 || happened.Type != ExecutionEventTypes.ExecutionStarted;
    }

    private IAsyncEnumerable<ExecutionEvent> SourceAsync(CancellationToken cancellationToken) =>
        live.Find(executionId) is { HasLeft: false } here ? here.Events.WatchAsync(cancellationToken) : ElsewhereAsync(cancellationToken);

    private async IAsyncEnumerable<ExecutionEvent> ElsewhereAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await root(executionId, cancellationToken) is { } id)
        {
            await foreach (var happened in grain(id).WatchAsync(executionId, cancellationToken).WithCancellation(cancellationToken))
            {
                yield return JsonSerializer.Deserialize(happened, ClusterJson.Default.ExecutionEvent)!;
            }
        }
    }

    // A node that is gone ends its stream; what comes next the store and the next node say.
    private static async ValueTask<ExecutionEvent?> NextAsync(IAsyncEnumerator<ExecutionEvent> source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.MoveNextAsync() ? source.Current : null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async ValueTask<ExecutionEvent?> EndAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(executionId, cancellationToken) is not { Result: { CompletedAt: { } at } result })
        {
            return null;
        }

        await foreach (var end in WorkflowEngine.EndOnly(result, at).WithCancellation(cancellationToken))
        {
            return end;
        }

        return null;
    }
}
