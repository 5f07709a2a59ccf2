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

    public void StepStarted(string step, DateTimeOffset at) => Add(new Entry(step, at.UtcTicks, 0));

    public void ToolCalled(ToolCallRecord call) => Add(new Entry(call, call.StartedAt.UtcTicks, 0));

    public void StepEnded(StepResult step, int ended, DateTimeOffset at) => Add(new Entry(step, at.UtcTicks, ended));

    public void Add(ExecutionEvent happened) => Add(new Entry(happened, 0, 0));

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
            if (Ended || _closed || (happened.Content is ExecutionEvent { Type: ExecutionEventTypes.Log } && ++_logEvents > MaxLogEvents))
            {
                return;
            }

            _events.Add(happened);
            Ended = happened.Content is ExecutionEvent { Type: ExecutionEventTypes.ExecutionEnded };
            signal = _signal;
            _signal = null;
        }

        signal?.SetResult();
    }

    private ExecutionEvent Event(Entry entry, int sequence)
    {
        var at = new DateTimeOffset(entry.Ticks, TimeSpan.Zero);
        return entry.Content switch
        {
            ExecutionEvent whole => whole with { Sequence = sequence },
            StepResult step => new ExecutionEvent(ExecutionEventTypes.StepEnded, executionId, at)
            {
                Sequence = sequence,
                StepId = step.Id,
                Attempt = step.Attempt,
                Step = step,
                StepsEnded = entry.StepsEnded,
                StepsTotal = steps,
            },
            ToolCallRecord call => new ExecutionEvent(ExecutionEventTypes.ToolCalled, executionId, at)
            {
                Sequence = sequence,
                StepId = call.StepId,
                Attempt = call.Attempt,
                Text = call.Tool,
            },
            var step => new ExecutionEvent(ExecutionEventTypes.StepStarted, executionId, at) { Sequence = sequence, StepId = (string)step, Attempt = 1, StepsTotal = steps },
        };
    }

    /// <param name="Content">A whole event, or what one is made of: the id of a step that began, a call, a step's end.</param>
    /// <param name="Ticks">UTC; of no meaning beside a whole event.</param>
    /// <param name="StepsEnded">With a step's end.</param>
    private readonly record struct Entry(object Content, long Ticks, int StepsEnded);
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
