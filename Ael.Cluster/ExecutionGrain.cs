using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Ael.Cluster;

/// <summary>Drives its execution through the engine of the node that it is on. It has no state of its own: that is in the execution store.</summary>
[ActivationCountBasedPlacement]
internal sealed class ExecutionGrain(IExecutionNode node) : Grain, IExecutionGrain
{
    // Less than the time after which Orleans gives up a call.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private IExecutionRun? _run;
    private Task<IExecutionRun?>? _resuming;
    private int _watchers;
    private bool _told;

    public async Task<GrainAnswer> StartAsync(Immutable<byte[]> request)
    {
        if (_run is not null)
        {
            return GrainAnswer.Done;
        }

        var id = this.GetPrimaryKeyString();
        // The engine is no code of a grain: it runs on as many threads as it likes.
        var (run, answer) = await Task.Run(() => node.StartAsync(id, request.Value));
        Follow(run);
        return answer;
    }

    public Task WakeAsync() => DrivenAsync();

    public async Task<GrainAnswer> GetAsync(string executionId) =>
        (await DrivenAsync())?.Snapshot(executionId) is { } now ? new GrainAnswer(AnswerKind.Done, now) : GrainAnswer.Gone;

    public async Task<GrainAnswer> CancelAsync(string executionId, string reason) =>
        await DrivenAsync() is { } run && await Task.Run(() => run.CancelAsync(executionId, reason)) ? GrainAnswer.Done : GrainAnswer.Gone;

    public async Task<GrainAnswer> EndAsync()
    {
        if (await DrivenAsync() is not { } run)
        {
            return GrainAnswer.Gone;
        }

        try
        {
            var result = await run.End.WaitAsync(s_patience);
            // Whoever waits has been told; who comes later asks the store.
            _told = true;
            DeactivateUnwatched();
            return result is null ? GrainAnswer.Later : new GrainAnswer(AnswerKind.Done, result);
        }
        catch (TimeoutException)
        {
            return GrainAnswer.Later;
        }
    }

    public async IAsyncEnumerable<byte[]> WatchAsync(string executionId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (await DrivenAsync() is not { } run)
        {
            yield break;
        }

        _watchers++;
        try
        {
            await foreach (var happened in run.WatchAsync(executionId, cancellationToken))
            {
                yield return happened;
            }
        }
        finally
        {
            _watchers--;
            DeactivateUnwatched();
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_run is { End.IsCompleted: false } run)
        {
            await Task.Run(run.LeaveAsync, cancellationToken);
        }
    }

    private async Task<IExecutionRun?> DrivenAsync()
    {
        if (_run is null)
        {
            var id = this.GetPrimaryKeyString();
            _resuming ??= Task.Run(() => node.ResumeAsync(id));
            try
            {
                var run = await _resuming;
                if (_run is null)
                {
                    Follow(run);
                }
            }
            finally
            {
                _resuming = null;
            }
        }

        return _run;
    }

    // Its last events are still on their way to who watches.
    private void DeactivateUnwatched()
    {
        if (_told && _watchers == 0)
        {
            DeactivateOnIdle();
        }
    }

    private void Follow(IExecutionRun? run)
    {
        if (run is null)
        {
            DeactivateOnIdle();
            return;
        }

        _run = run;
        // Orleans would collect it as idle while it works.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _ = UntilEndAsync(run);
    }

    private async Task UntilEndAsync(IExecutionRun run)
    {
        if (await run.End is null)
        {
            DeactivateOnIdle();
        }
        else
        {
            // Until its result was fetched, or nobody came for it.
            DelayDeactivation(TimeSpan.Zero);
        }
    }
}
