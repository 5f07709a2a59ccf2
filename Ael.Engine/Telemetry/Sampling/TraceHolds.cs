using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ael.Engine.Telemetry;

/// <summary>
/// Traces in which an execution was admitted whose span has not begun: after an asynchronous start, or while it waits in the queue, the
/// caller's span can end first, and must not be decided about alone.
/// </summary>
internal sealed class TraceHolds
{
    private readonly ConcurrentDictionary<ActivityTraceId, int> _counts = new();

    /// <summary>Set where traces are sampled by their end; otherwise nothing is kept here.</summary>
    public bool Wanted { get; set; }

    public void Add(ActivityTraceId trace)
    {
        if (Wanted && trace != default)
        {
            _counts.AddOrUpdate(trace, 1, static (_, count) => count + 1);
        }
    }

    public void Remove(ActivityTraceId trace)
    {
        if (!Wanted || trace == default)
        {
            return;
        }

        while (_counts.TryGetValue(trace, out var count))
        {
            if (count == 1 ? _counts.TryRemove(new KeyValuePair<ActivityTraceId, int>(trace, 1)) : _counts.TryUpdate(trace, count - 1, count))
            {
                return;
            }
        }
    }

    public bool Contains(ActivityTraceId trace) => !_counts.IsEmpty && _counts.ContainsKey(trace);
}
