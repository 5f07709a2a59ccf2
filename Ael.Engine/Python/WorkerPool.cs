using Ael.Engine.Errors;

namespace Ael.Engine.Python;

/// <summary>
/// Keeps workers ready: as many as were asked for at once so far, and after <see cref="Fill"/> all as soon as one is asked for. Only a worker whose
/// next child is ready is given out; a worker that was killed is replaced at once, in the background; whoever waits, waits in order and as long as its
/// own token lets it.
/// </summary>
internal sealed class WorkerPool(Func<CancellationToken, Task<Worker>> start, int size, TimeProvider time) : IAsyncDisposable
{
    // More would take the processors from what runs already.
    private const int StartsAtOnce = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    // The one that has waited longest comes first: its child has had time to warm up.
    private readonly Queue<Worker> _ready = new();
    private readonly LinkedList<TaskCompletionSource<Worker>> _waiting = [];
    private readonly HashSet<Worker> _workers = [];
    private readonly HashSet<Task> _background = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _allBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _wanted;
    private int _starting;
    private int _busy;
    private bool _asked;
    private bool _fill;
    private bool _disposed;

    public int Ready
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count;
            }
        }
    }

    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Process ids of all workers that live.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers.Where(w => !w.HasExited).Select(w => w.ProcessId)];
            }
        }
    }

    /// <summary>From now on all are started, in the background, when the first is asked for or has been. An engine without code needs none of them.</summary>
    public void Fill()
    {
        lock (_gate)
        {
            _fill = true;
            Want(0);
        }
    }

    /// <summary>Starts what is missing of so many, or of all, in the background.</summary>
    public void Want(int count)
    {
        lock (_gate)
        {
            _wanted = Math.Max(_wanted, _fill && _asked ? size : Math.Min(count, size));
            while (!_disposed && _workers.Count + _starting < _wanted && _starting < StartsAtOnce)
            {
                _starting++;
                Track(StartOneAsync());
            }
        }
    }

    /// <summary>A ready worker, for the caller alone until <see cref="Return"/> or <see cref="DiscardAsync"/>.</summary>
    /// <exception cref="AelException">No worker can be started.</exception>
    public async Task<Worker> AcquireAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource<Worker>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _asked = true;
            while (_ready.TryDequeue(out var worker))
            {
                if (!worker.HasExited)
                {
                    _busy++;
                    Want(_busy);
                    return worker;
                }

                // Killed from outside while it waited, for lack of memory, say.
                Track(RemoveAsync(worker));
            }

            _waiting.AddLast(turn);
            Want(_busy + _waiting.Count);
        }

        await using var registration = cancellationToken.UnsafeRegister(
            _ =>
            {
                lock (_gate)
                {
                    // Whoever takes it from the list decides: a worker given away in this moment is not lost.
                    if (_waiting.Remove(turn))
                    {
                        turn.SetCanceled(cancellationToken);
                    }
                }
            },
            null);
        return await turn.Task;
    }

    /// <summary>Takes back a worker whose run reported its end.</summary>
    public void Return(Worker worker) => _ = GiveBack(worker, RenewAsync);

    /// <summary>Takes back a worker in which nothing ran.</summary>
    public void ReturnUnused(Worker worker) => _ = GiveBack(worker, OfferAsync);

    /// <summary>Kills a worker; it is gone when this completes, and its successor is on the way.</summary>
    public Task DiscardAsync(Worker worker) => GiveBack(worker, RemoveAsync);

    /// <summary>Kills every worker, at work or not, and waits until they are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Worker[] workers;
        Task allBack;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            workers = [.. _workers];
            foreach (var turn in _waiting)
            {
                turn.TrySetCanceled();
            }

            _waiting.Clear();
            while (_ready.TryDequeue(out var idle))
            {
                Track(RemoveAsync(idle));
            }

            if (_busy == 0)
            {
                _allBack.TrySetResult();
            }

            allBack = _allBack.Task;
        }

        await _stop.CancelAsync();
        foreach (var worker in workers)
        {
            worker.Kill();
        }

        // Only a tool call that does not listen to its token can keep a run from seeing that its worker is gone.
        await allBack.WaitAsync(s_patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] background;
        lock (_gate)
        {
            background = [.. _background];
        }

        await Task.WhenAll(background);
        _stop.Dispose();
    }

    private Task GiveBack(Worker worker, Func<Worker, Task> next)
    {
        lock (_gate)
        {
            var task = next(worker);
            Track(task);
            _busy--;
            if (_busy == 0 && _disposed)
            {
                _allBack.TrySetResult();
            }

            return task;
        }
    }

    private async Task StartOneAsync()
    {
        // Not under the caller's lock.
        await Task.Yield();
        try
        {
            var worker = await start(_stop.Token);
            lock (_gate)
            {
                _starting--;
                _workers.Add(worker);
            }

            await OfferAsync(worker);
        }
        catch (Exception e)
        {
            List<TaskCompletionSource<Worker>> waiting = [];
            lock (_gate)
            {
                _starting--;

                // With other workers alive they wait for those; with none there is no use in waiting.
                if (_workers.Count + _starting == 0)
                {
                    waiting.AddRange(_waiting);
                    _waiting.Clear();
                }
            }

            waiting.ForEach(turn => turn.TrySetException(e));
            return;
        }

        Want(0);
    }

    private async Task RenewAsync(Worker worker)
    {
        try
        {
            await worker.WaitForChildAsync(_stop.Token);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            await RemoveAsync(worker);
            return;
        }

        await OfferAsync(worker);
    }

    private async Task OfferAsync(Worker worker)
    {
        TaskCompletionSource<Worker>? turn = null;
        lock (_gate)
        {
            if (!_disposed)
            {
                if (_waiting.First is { } first)
                {
                    _waiting.RemoveFirst();
                    turn = first.Value;
                    _busy++;
                }
                else
                {
                    _ready.Enqueue(worker);
                    return;
                }
            }
        }

        if (turn is null)
        {
            await RemoveAsync(worker);
            return;
        }

        turn.SetResult(worker);
    }

    private async Task RemoveAsync(Worker worker)
    {
        worker.Kill();
        lock (_gate)
        {
            _workers.Remove(worker);
        }

        Want(0);
        await worker.EndAsync();
        worker.Dispose();
    }

    // Under the lock.
    private void Track(Task task)
    {
        _background.Add(task);
        _ = task.ContinueWith(
            done =>
            {
                lock (_gate)
                {
                    _background.Remove(done);
                }
            },
            TaskScheduler.Default);
    }
}
