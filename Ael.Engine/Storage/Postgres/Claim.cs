namespace Ael.Engine.Storage.Postgres;

/// <summary>That this process drives an execution. The database compares the token within each statement, so who has lost it writes nothing.</summary>
/// <param name="executionId">The execution.</param>
/// <param name="token">A new one with each owner.</param>
/// <param name="epoch">How many owners it had, this one included.</param>
internal sealed class Claim(string executionId, Guid token, int epoch)
{
    // Above the number of writes that one owner can make: numbers of later owners are larger.
    private const int EpochShift = 40;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _recorded = new(StringComparer.Ordinal);
    private long _writes;
    private long _confirmedAt = long.MinValue;

    public string ExecutionId => executionId;

    public Guid Token => token;

    /// <summary>The number of another write: larger than those of all before, of owners before too.</summary>
    public long NextWrite() => ((long)epoch << EpochShift) + Interlocked.Increment(ref _writes);

    /// <summary>The database has just agreed; <paramref name="timestamp"/> is of before it was asked.</summary>
    public void Confirm(long timestamp) => Volatile.Write(ref _confirmedAt, timestamp);

    /// <summary>When it last agreed, as a timestamp; null: not yet.</summary>
    public long? ConfirmedAt => Volatile.Read(ref _confirmedAt) is var at && at == long.MinValue ? null : at;

    /// <summary>The step has a row of its own now.</summary>
    public void Recorded(string stepId)
    {
        lock (_lock)
        {
            _recorded.Add(stepId);
        }
    }

    public bool HasRecorded(string stepId)
    {
        lock (_lock)
        {
            return _recorded.Contains(stepId);
        }
    }
}
