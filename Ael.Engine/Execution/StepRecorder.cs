using System.Diagnostics;
using System.Text;
using Ael.Engine.Storage;

namespace Ael.Engine.Execution;

/// <summary>Gathers what happens in one step, from attempts that may run at the same time, for its entry in the store.</summary>
internal sealed class StepRecorder
{
    private readonly Lock _lock = new();
    private Several<AttemptRecord> _attempts;
    private Several<ToolCallRecord> _toolCalls;
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
            _attempts.Add(attempt);
        }
    }

    public void Add(ToolCallRecord call)
    {
        lock (_lock)
        {
            _toolCalls.Add(call);
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
            return new StepEnd(step, _attempts.All, _toolCalls.All);
        }
    }

    // Most steps have one of each, which needs no list to grow.
    private struct Several<T>
        where T : class
    {
        private T? _first;
        private List<T>? _list;

        public readonly IReadOnlyList<T> All
        {
            get
            {
                if (_list is not null)
                {
                    return _list;
                }

                return _first is null ? [] : [_first];
            }
        }

        public void Add(T item)
        {
            if (_first is null)
            {
                _first = item;
            }
            else
            {
                (_list ??= [_first]).Add(item);
            }
        }
    }
}
