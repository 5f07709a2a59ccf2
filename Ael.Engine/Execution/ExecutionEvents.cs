using System.Runtime.CompilerServices;
using Ael.Engine.Storage;

namespace Ael.Engine.Execution;

/// <summary>
/// What happened in one execution, kept until it ends so that late watchers see all of it. Nobody waits on a watcher: a slow one
/// reads from the list at its own pace. Most executions nobody watches, so what happens in every step is made into an event only for who does.
/// </summary>
internal sealed class ExecutionEvents(string executionId, int steps)
{
    // A step may print in a loop; its log is in the step's result all the same.
    private const int MaxLogEvents = 1000;

    // Of a tool step: started, called, ended.
    private const int EventsOfStep = 3;
    private const int MostAtOnce = 300;

    private readonly Lock _lock = new();
    private readonly List<Entry> _events = new(Math.Min((steps * EventsOfStep) + 2, MostAtOnce));
    private TaskCompletionSource? _signal;
    private int _logEvents;
    private bool _closed;

    public bool Ended { get; private set; }

    /// <summary>Nothing more happens here, though it has not ended: watchers have seen all that there was.</summary>
    public void Close()
    {
        TaskCompletionSource? signal;
        lock (_lock)
        {
            _closed = true;
            signal = _signal;
            _signal = null;
        }

        signal?.SetResult();
    }

    public void StepStarted(string step, DateTimeOffset at) => Add(new Entry(ExecutionEventTypes.StepStarted, at, step, 1, 0, null));

    public void ToolCalled(string step, int attempt, string tool, DateTimeOffset at) => Add(new Entry(ExecutionEventTypes.ToolCalled, at, step, attempt, 0, tool));

    public void StepEnded(StepResult step, int ended, DateTimeOffset at) => Add(new Entry(ExecutionEventTypes.StepEnded, at, step.Id, step.Attempt, ended, step));

    public void Add(ExecutionEvent happened) => Add(new Entry(happened.Type, happened.At, null, 0, 0, happened));

    public async IAsyncEnumerable<ExecutionEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var next = 0; ;)
        {
            Entry? happened = null;
            Task? wait = null;
            lock (_lock)
            {
                if (next < _events.Count)
                {
                    happened = _events[next++];
                }
                else if (Ended || _closed)
                {
                    yield break;
                }
                else
                {
                    _signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    wait = _signal.Task;
                }
            }

            if (happened is { } entry)
            {
                yield return Event(entry, next);
            }
            else
            {
                await wait!.WaitAsync(cancellationToken);
            }
        }
    }

    private void Add(Entry happened)
    {
        TaskCompletionSource? signal;
        lock (_lock)
        {
            if (Ended || _closed || (happened.Type == ExecutionEventTypes.Log && ++_logEvents > MaxLogEvents))
            {
                return;
            }

            _events.Add(happened);
            Ended = happened.Type == ExecutionEventTypes.ExecutionEnded;
            signal = _signal;
            _signal = null;
        }

        signal?.SetResult();
    }

    private ExecutionEvent Event(Entry entry, int sequence) => entry.Content switch
    {
        ExecutionEvent whole => whole with { Sequence = sequence },
        StepResult step => new ExecutionEvent(entry.Type, executionId, entry.At)
        {
            Sequence = sequence,
            StepId = entry.StepId,
            Attempt = entry.Attempt,
            Step = step,
            StepsEnded = entry.StepsEnded,
            StepsTotal = steps,
        },
        string tool => new ExecutionEvent(entry.Type, executionId, entry.At) { Sequence = sequence, StepId = entry.StepId, Attempt = entry.Attempt, Text = tool },
        _ => new ExecutionEvent(entry.Type, executionId, entry.At) { Sequence = sequence, StepId = entry.StepId, Attempt = entry.Attempt, StepsTotal = steps },
    };

    private readonly record struct Entry(string Type, DateTimeOffset At, string? StepId, int Attempt, int StepsEnded, object? Content);
}

internal static class ExecutionEventTypes
{
    public const string ExecutionStarted = "execution_started";
    public const string StepStarted = "step_started";
    public const string StepRetrying = "step_retrying";
    public const string StepEnded = "step_ended";
    public const string ToolCalled = "tool_called";
    public const string Log = "log";
    public const string ExecutionEnded = "execution_ended";
}
