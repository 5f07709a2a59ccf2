namespace Ael.TestSupport;

/// <summary>Lets tests wait for a condition that is looked at whenever something was said to have changed: no sleeps, no polling.</summary>
internal sealed class Changes
{
    // How long a test waits before it fails; a right one takes a second or two.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private TaskCompletionSource _next = NewSource();

    /// <summary>Called after every change of what conditions look at.</summary>
    public void Happened()
    {
        TaskCompletionSource happened;
        lock (_gate)
        {
            happened = _next;
            _next = NewSource();
        }

        happened.TrySetResult();
    }

    /// <exception cref="TimeoutException">It was not so within half a minute; the message is what <paramref name="otherwise"/> gives.</exception>
    public async Task WaitForAsync(Func<bool> condition, Func<string> otherwise, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        while (true)
        {
            Task next;
            lock (_gate)
            {
                next = _next.Task;
            }

            if (condition())
            {
                return;
            }

            try
            {
                await next.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException(otherwise());
            }
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
