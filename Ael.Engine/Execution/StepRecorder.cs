using System.Diagnostics;
using System.Text;
using Ael.Engine.Storage;

namespace Ael.Engine.Execution;

/// <summary>Gathers what happens in one step, from attempts that may run at the same time, for its entry in the store.</summary>
internal sealed class StepRecorder
{
    private readonly Lock _lock = new();
    private List<AttemptRecord>? _attempts;
    private List<ToolCallRecord>? _toolCalls;
    private StringBuilder? _log;
    private int _lastAttempt;
    private int _retries;

    /// <summary>The step's span; null where nobody listens.</summary>
    public Activity? Span { get; init; }

    /// <summary>Attempts after the first, of all elements together.</summary>
    public int Retries => Volatile.Read(ref _retries);

    /// <summary>The highest attempt number of any element; 0 when none began.</summary>
    public int LastAttempt
    {
        get
        {
            lock (_lock)
            {
                return _lastAttempt;
            }
        }
    }

    public string? Log
    {
        get
        {
            lock (_lock)
            {
                return _log?.ToString();
            }
        }
    }

    public void Began(int attempt)
    {
        lock (_lock)
        {
            _lastAttempt = Math.Max(_lastAttempt, attempt);
        }
    }

    /// <summary>Counts another attempt, and returns how many there were.</summary>
    public int Retried() => Interlocked.Increment(ref _retries);

    public void Add(AttemptRecord attempt)
    {
        lock (_lock)
        {
            (_attempts ??= new List<AttemptRecord>(1)).Add(attempt);
        }
    }

    public void Add(ToolCallRecord call)
    {
        lock (_lock)
        {
            (_toolCalls ??= new List<ToolCallRecord>(1)).Add(call);
        }
    }

    /// <summary>What a code step printed; texts of several attempts follow each other.</summary>
    public void AddLog(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            _log ??= new StringBuilder();
            if (_log.Length > 0 && _log[^1] != '\n')
            {
                _log.Append('\n');
            }

            _log.Append(text);
        }
    }

    public StepEnd End(StepResult step)
    {
        lock (_lock)
        {
            return new StepEnd(step, _attempts ?? [], _toolCalls ?? []);
        }
    }
}
