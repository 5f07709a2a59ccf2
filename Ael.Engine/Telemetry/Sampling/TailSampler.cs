using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Ael.Engine.Telemetry;

/// <summary>
/// Decides about a trace when its workflow has ended: every error and every slow workflow is kept, and a share of the rest. Stands between
/// the spans' ends and their export. Each trace has a lock of its own, held for a few instructions; what is decided passes straight through.
/// </summary>
/// <remarks>A composite of one, since only a composite hands the provider on to what it wraps, and exporters need it for the resource.</remarks>
internal sealed class TailSampler : CompositeProcessor<Activity>
{
    // Spans that end after their workflow (the web server's, a cancellation's) follow its decision as long as it is among these.
    private const int DecisionsRemembered = 4096;

    private readonly TailSettings _settings;
    private readonly TraceHolds _holds;
    private readonly Action _onEarly;
    private readonly TraceIdRatioBasedSampler _ratio;
    private readonly ConcurrentDictionary<ActivityTraceId, HeldTrace> _traces = new();
    private readonly ConcurrentQueue<HeldTrace> _decided = new();
    private readonly Lock _order = new();
    private readonly LinkedList<HeldTrace> _undecided = [];
    private int _held;
    private long _dropped;

    /// <param name="next">Exports what is kept. Disposed with this.</param>
    /// <param name="settings">What is kept.</param>
    /// <param name="holds">Executions that were admitted and have not begun.</param>
    /// <param name="onEarly">Called for each trace that was decided before its end, as kept, because of <see cref="TailSettings.MaxHeldSpans"/>.</param>
    public TailSampler(BaseProcessor<Activity> next, TailSettings settings, TraceHolds holds, Action onEarly)
        : base([next])
    {
        _settings = settings;
        _holds = holds;
        _onEarly = onEarly;
        _ratio = new TraceIdRatioBasedSampler(settings.Ratio);
        // With everything kept there is nothing to decide, and nothing to hold.
        holds.Wanted = settings.Ratio < 1;
    }

    /// <summary>Spans in memory that wait for their trace's decision.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Spans that were not exported because their trace was not chosen.</summary>
    public long DroppedSpans => Interlocked.Read(ref _dropped);

    public override void OnStart(Activity data)
    {
        base.OnStart(data);
        if (!_holds.Wanted || !IsWorkflowRoot(data))
        {
            return;
        }

        while (!TryStart(Find(data.TraceId)))
        {
        }
    }

    public override void OnEnd(Activity data)
    {
        if (!_holds.Wanted)
        {
            base.OnEnd(data);
            return;
        }

        if (!data.Recorded)
        {
            return;
        }

        while (!TryEnd(data))
        {
        }

        while (Held > _settings.MaxHeldSpans && Oldest() is { } oldest)
        {
            if (Decide(oldest, static _ => true))
            {
                _onEarly();
            }
        }
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        while (Oldest() is { } trace)
        {
            Decide(trace, static _ => true);
        }

        return base.OnShutdown(timeoutMilliseconds);
    }

    // A caller's context is passed by value, a step's as the current activity: only the outermost execution has no parent object.
    private static bool IsWorkflowRoot(Activity span) =>
        span.Parent is null && span.Source.Name == AelTelemetry.Name && span.OperationName.StartsWith(SpanCatalogue.Workflow.Prefix, StringComparison.Ordinal);

    // The outermost span in this process, or one that outlived it.
    private static bool IsLast(Activity span) => span.Parent is not { } parent || parent.IsStopped;

    private HeldTrace Find(ActivityTraceId id)
    {
        if (_traces.TryGetValue(id, out var known))
        {
            return known;
        }

        var made = new HeldTrace(id);
        var trace = _traces.GetOrAdd(id, made);
        if (ReferenceEquals(trace, made))
        {
            lock (trace)
            {
                if (trace.Kept is null)
                {
                    Await(trace);
                }
            }
        }

        return trace;
    }

    // False: the trace has just left the table.
    private bool TryStart(HeldTrace trace)
    {
        lock (trace)
        {
            if (trace.Gone)
            {
                return false;
            }

            trace.Running++;
            // Another execution in a trace that was not chosen gets a hearing of its own; in one that was, it belongs to it.
            if (trace.Kept == false)
            {
                trace.Kept = null;
                Await(trace);
            }

            return true;
        }
    }

    // False: the trace has just left the table.
    private bool TryEnd(Activity span)
    {
        var isError = span.Status == ActivityStatusCode.Error;
        // In this order: an execution enters the table before its hold goes, so what is in neither has none.
        var awaited = _holds.Contains(span.TraceId);
        if (!_traces.TryGetValue(span.TraceId, out var trace))
        {
            if (IsLast(span) && !awaited)
            {
                Pass(span, isError || IsChosen(span.TraceId));
                return true;
            }

            trace = Find(span.TraceId);
        }

        var isRoot = IsWorkflowRoot(span);
        bool? kept;
        var decide = false;
        lock (trace)
        {
            if (trace.Gone)
            {
                return false;
            }

            trace.Running -= isRoot ? 1 : 0;
            trace.Notable |= isError || (isRoot && span.Duration >= _settings.Slow);
            kept = trace.Kept;
            if (kept is null)
            {
                trace.Hold(span);
                Interlocked.Increment(ref _held);
                decide = (isRoot || IsLast(span)) && trace.Running == 0 && !_holds.Contains(span.TraceId);
            }
        }

        if (decide)
        {
            Decide(trace, t => t.Notable || IsChosen(t.Id));
        }
        else if (kept is { } known)
        {
            Pass(span, known || isError);
        }

        return true;
    }

    // False: somebody else did.
    private bool Decide(HeldTrace trace, Func<HeldTrace, bool> keep)
    {
        IReadOnlyList<Activity> spans;
        bool kept;
        lock (trace)
        {
            if (trace.Kept is not null || trace.Gone)
            {
                return false;
            }

            kept = keep(trace);
            trace.Kept = kept;
            spans = trace.Take();
            lock (_order)
            {
                if (trace.Place.List is not null)
                {
                    _undecided.Remove(trace.Place);
                }
            }
        }

        Interlocked.Add(ref _held, -spans.Count);
        foreach (var span in spans)
        {
            Pass(span, kept);
        }

        _decided.Enqueue(trace);
        if (_decided.Count > DecisionsRemembered && _decided.TryDequeue(out var old))
        {
            Forget(old);
        }

        return true;
    }

    private void Forget(HeldTrace trace)
    {
        lock (trace)
        {
            if (trace.Running > 0 && trace.Kept is not null)
            {
                // Decided early, and still at work.
                _decided.Enqueue(trace);
            }
            else if (trace.Kept is not null)
            {
                trace.Gone = true;
                _traces.TryRemove(new KeyValuePair<ActivityTraceId, HeldTrace>(trace.Id, trace));
            }
        }
    }

    // Under the trace's lock.
    private void Await(HeldTrace trace)
    {
        lock (_order)
        {
            if (trace.Place.List is null)
            {
                _undecided.AddLast(trace.Place);
            }
        }
    }

    private HeldTrace? Oldest()
    {
        lock (_order)
        {
            return _undecided.First?.Value;
        }
    }

    private bool IsChosen(ActivityTraceId id) =>
        _ratio.ShouldSample(new SamplingParameters(default, id, "", ActivityKind.Internal)).Decision == SamplingDecision.RecordAndSample;

    private void Pass(Activity span, bool keep)
    {
        if (keep)
        {
            base.OnEnd(span);
        }
        else
        {
            Interlocked.Increment(ref _dropped);
        }
    }
}

/// <param name="Ratio">Share of ordinary traces that is kept, 0 to 1, chosen by trace id as OpenTelemetry's ratio sampler does.</param>
/// <param name="Slow">A workflow that takes at least this long is kept.</param>
/// <param name="MaxHeldSpans">Beyond it the oldest trace is decided early, as kept.</param>
internal sealed record TailSettings(double Ratio, TimeSpan Slow, int MaxHeldSpans);
