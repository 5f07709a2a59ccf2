namespace Ael.Engine.Storage.Postgres;

/// <summary>How long the server has been away: writes wait it out, up to a bound.</summary>
internal sealed class Outage(TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _since;
    private int _count;

    /// <summary>How many there were that have ended: connections from before one may be dead without knowing it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Something was committed.</summary>
    public void Over()
    {
        lock (_lock)
        {
            if (_since is not null)
            {
                _since = null;
                _count++;
            }
        }
    }

    /// <summary>Notes a failure. How long to wait before the next try; null when it has lasted too long for that.</summary>
    /// <param name="tries">How many the caller had.</param>
    public TimeSpan? Pause(int tries)
    {
        lock (_lock)
        {
            _since ??= time.GetTimestamp();
            return time.GetElapsedTime(_since.Value) >= patience ? null : Min(s_longest, s_shortest * Math.Pow(2, Math.Min(tries, 10)));
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
