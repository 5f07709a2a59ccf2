using Microsoft.Extensions.Logging;

namespace Ael.ServiceDefaults.Export;

/// <summary>
/// Counts what could not be delivered, and says so once per outage: a warning when it begins, a line when it is over. The signals of one
/// collector fail one after the other, as each comes to export; that is one outage, unless the signal had been delivered while the other failed.
/// </summary>
/// <param name="logger">Resolved late: the logging that it belongs to is one of the things that are exported.</param>
/// <param name="time">For the order of exports and outages.</param>
/// <param name="count">Counts items that were dropped; on any thread.</param>
/// <param name="advice">What to do about an outage.</param>
internal sealed partial class ExportHealth(Lazy<ILogger> logger, TimeProvider time, Lazy<Action<TelemetrySignal, long>> count, string advice)
{
    private readonly Lock _gate = new();
    private readonly State[] _signals = [new(), new(), new()];
    private bool _outage;
    private long _outageDropped;
    private long _recoveredAt = long.MinValue;
    private volatile bool _closed;

    /// <summary>True after the last flush: there is nothing more to try or to say.</summary>
    public bool Closed => _closed;

    public bool Outage => Volatile.Read(ref _outage);

    /// <summary>Items of the signal that were never delivered, since the start.</summary>
    public long Dropped(TelemetrySignal signal) => Volatile.Read(ref _signals[(int)signal].Dropped);

    /// <summary>The last exports of the signal failed, or its queue is full.</summary>
    public bool Failing(TelemetrySignal signal) => _signals[(int)signal].Failing;

    public long Now() => time.GetTimestamp();

    /// <param name="signal">Whose export it was.</param>
    /// <param name="well">False while its queue is still so full that the next items may be dropped.</param>
    public void Delivered(TelemetrySignal signal, bool well)
    {
        var state = _signals[(int)signal];
        if (!Outage || _closed)
        {
            return;
        }

        long dropped;
        lock (_gate)
        {
            state.WellInOutage = true;
            if (!state.Failing || !well || !_outage)
            {
                return;
            }

            _outage = false;
            _recoveredAt = time.GetTimestamp();
            dropped = Total() - _outageDropped;
            foreach (var each in _signals)
            {
                (each.Failing, each.WellInOutage) = (false, false);
            }
        }

        Say(() => LogRecovered(logger.Value, dropped));
    }

    /// <param name="signal">Whose export it was.</param>
    /// <param name="items">That it had; they are lost. 0 for metrics, which are sums: the next export brings all that this one had.</param>
    /// <param name="startedAt">Timestamp of its start.</param>
    /// <param name="endpoint">Where it was to go.</param>
    /// <param name="reason">In words.</param>
    /// <param name="gate">That they leave: in one step with being counted, or the end would count them twice or not at all.</param>
    public void Failed(TelemetrySignal signal, long items, long startedAt, Uri endpoint, string reason, ExportGate gate)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            gate.Leave(items);
            Drop(signal, items);
            // One that began before the collector was well again is part of the outage that is over.
            if (startedAt >= _recoveredAt && Begins(signal, items))
            {
                Say(() => LogOutage(logger.Value, signal.Spelling(), endpoint, reason, advice));
            }
        }
    }

    public void Overflowed(TelemetrySignal signal, int limit)
    {
        Drop(signal, 1);
        if (_signals[(int)signal].Failing)
        {
            return;
        }

        lock (_gate)
        {
            if (Begins(signal, 1))
            {
                Say(() => LogFull(logger.Value, signal.Spelling(), limit, advice));
            }
        }
    }

    /// <summary>After this, failures are neither counted nor logged.</summary>
    /// <param name="waiting">Items of a signal that are lost now.</param>
    /// <param name="bound">That the last flush had.</param>
    public void Close(Func<TelemetrySignal, long> waiting, TimeSpan bound)
    {
        bool known;
        long spans, logs;
        lock (_gate)
        {
            _closed = true;
            (known, spans, logs) = (_outage, waiting(TelemetrySignal.Traces), waiting(TelemetrySignal.Logs));
        }

        count.Value(TelemetrySignal.Traces, spans);
        count.Value(TelemetrySignal.Logs, logs);
        if (spans + logs > 0 && !known)
        {
            LogUndelivered(logger.Value, spans, logs, bound.TotalSeconds);
        }
    }

    /// <summary>Makes the counters' series, so that a first drop is seen as a rise and not as a new series.</summary>
    public void Begin(IEnumerable<TelemetrySignal> signals)
    {
        foreach (var signal in signals)
        {
            count.Value(signal, 0);
        }
    }

    private void Drop(TelemetrySignal signal, long items)
    {
        if (items > 0 && !_closed)
        {
            Interlocked.Add(ref _signals[(int)signal].Dropped, items);
            try
            {
                count.Value(signal, items);
            }
            catch (ObjectDisposedException)
            {
                // As in Say.
            }
        }
    }

    // An export that hangs ends when it wants to, on a thread whose exceptions would end the process; a service that was disposed without
    // having been stopped has nobody left who counts or logs.
    private static void Say(Action line)
    {
        try
        {
            line();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    // Under the lock, and so is the line that follows: whoever sees the outage may rely on its having been said.
    private bool Begins(TelemetrySignal signal, long justDropped)
    {
        var state = _signals[(int)signal];
        if (state.Failing || _closed)
        {
            return false;
        }

        state.Failing = true;
        if (_outage && !state.WellInOutage)
        {
            return false;
        }

        if (!_outage)
        {
            _outageDropped = Total() - justDropped;
        }

        _outage = true;
        state.WellInOutage = false;
        return true;
    }

    private long Total() => _signals.Sum(s => Volatile.Read(ref s.Dropped));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telemetry cannot be delivered: {Signal} to {Endpoint} failed ({Reason}). Executions go on; what cannot be delivered is dropped and counted. {Advice}")]
    private static partial void LogOutage(ILogger logger, string signal, Uri endpoint, string reason, string advice);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telemetry is dropped: {Limit} items of {Signal} wait for a collector that is too slow or does not answer. Executions go on; what is dropped is counted. {Advice}")]
    private static partial void LogFull(ILogger logger, string signal, int limit, string advice);

    [LoggerMessage(Level = LogLevel.Information, Message = "Telemetry is delivered again; {Dropped} spans and log records were dropped meanwhile.")]
    private static partial void LogRecovered(ILogger logger, long dropped);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telemetry was not delivered within the {Bound} s that the end may take: {Spans} spans and {Logs} log records are lost.")]
    private static partial void LogUndelivered(ILogger logger, long spans, long logs, double bound);

    private sealed class State
    {
        public volatile bool Failing;
        public bool WellInOutage;
        public long Dropped;
    }
}
