namespace Ael.ServiceDefaults.Export;

/// <summary>
/// Counts the items of a signal that wait for delivery, those on their way included, and refuses more than the limit. The SDK's own queue
/// bounds itself, but tells nobody what it drops, and forgets those on their way.
/// </summary>
internal sealed class ExportGate(TelemetrySignal signal, int limit, ExportHealth health)
{
    private long _waiting;

    public long Waiting => Volatile.Read(ref _waiting);

    /// <summary>True well below the limit; a queue that has been full and is emptied batch by batch must not count as well at once.</summary>
    public bool HasRoom => Waiting <= limit / 2;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        health.Overflowed(signal, limit);
        return false;
    }

    public void Leave(long count) => Interlocked.Add(ref _waiting, -count);
}
