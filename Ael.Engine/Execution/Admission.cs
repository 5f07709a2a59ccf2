using Ael.Engine.Errors;

namespace Ael.Engine.Execution;

/// <summary>Places for executions that run, and a bounded queue before them, first come first served.</summary>
internal sealed class Admission(EngineLimits limits)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _queue = [];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;

    public int Active { get; private set; }

    public int Queued => _queue.Count;

    /// <summary>Completes when there is a place. Nothing was taken when it throws.</summary>
    /// <exception cref="AelException">RESOURCE_EXHAUSTED, at once, when the queue is full or the engine stops.</exception>
    public Place Enter()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw Refuse("the engine is shutting down", "Start it again, or call another instance.");
            }

            if (TryEnter() is { } place)
            {
                return place;
            }

            if (_queue.Count >= limits.MaxQueued)
            {
                throw Refuse(
                    $"{Active} executions are running and {_queue.Count} are waiting: the queue is full",
                    $"Try again later, or {limits.MoreRoom}.");
            }

            return Wait();
        }
    }

    /// <summary>For what was admitted before a restart: at the end of the queue, however long that is.</summary>
    public Place EnterAgain()
    {
        lock (_lock)
        {
            return TryEnter() ?? Wait();
        }
    }

    /// <summary>From now on nothing enters; who waits keeps waiting for those that run. Completes when the last one has left.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            if (Active == 0)
            {
                _empty.TrySetResult();
            }

            return _empty.Task;
        }
    }

    /// <summary>The limits have changed: who waits may enter.</summary>
    public void LimitsChanged()
    {
        lock (_lock)
        {
            Fill();
        }
    }

    private Place? TryEnter()
    {
        if (Active >= limits.MaxConcurrent)
        {
            return null;
        }

        Active++;
        return new Place(this, null);
    }

    private Place Wait() => new(this, _queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));

    private static AelException Refuse(string message, string suggestion) =>
        new(ErrorCode.ResourceExhausted, message, suggestion: suggestion) { RetryAfter = TimeSpan.FromSeconds(1) };

    private void Leave()
    {
        lock (_lock)
        {
            Active--;
            Fill();
            if (_closed && Active == 0)
            {
                _empty.TrySetResult();
            }
        }
    }

    // The lock is held.
    private void Fill()
    {
        while (Active < limits.MaxConcurrent && _queue.First is { } next)
        {
            Active++;
            _queue.RemoveFirst();
            next.Value.SetResult();
        }
    }

    private bool Withdraw(LinkedListNode<TaskCompletionSource> node)
    {
        lock (_lock)
        {
            if (node.List is null)
            {
                return false;
            }

            _queue.Remove(node);
            return true;
        }
    }

    /// <summary>One admitted execution, waiting or running.</summary>
    internal sealed class Place(Admission owner, LinkedListNode<TaskCompletionSource>? node)
    {
        public bool IsQueued => node is { Value.Task.IsCompleted: false };

        /// <exception cref="OperationCanceledException">Cancelled while waiting; the place is given back.</exception>
        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            if (node is null)
            {
                return;
            }

            try
            {
                await node.Value.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                if (!owner.Withdraw(node))
                {
                    owner.Leave();
                }

                throw;
            }
        }

        public void Leave() => owner.Leave();
    }
}
