namespace Ael.Engine.Telemetry;

/// <summary>The engine's last log lines that belong to no execution: those of executions are in the store.</summary>
internal sealed class RecentLog
{
    private const int Most = 2000;

    private readonly Lock _lock = new();
    private readonly Queue<LogEvent> _lines = new();

    public void Add(LogEvent record)
    {
        if (record.Scope is not null)
        {
            return;
        }

        lock (_lock)
        {
            _lines.Enqueue(record);
            if (_lines.Count > Most)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<LogEvent> Read()
    {
        lock (_lock)
        {
            return [.. _lines.Reverse()];
        }
    }
}
