using System.Diagnostics.Metrics;

namespace Ael.Engine.Telemetry;

/// <summary>What the engine's gauges showed in the last hour, for whoever has no Prometheus to ask.</summary>
internal sealed class GaugeHistory : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const int Most = 360;

    private readonly TimeProvider _time;
    private readonly MeterListener _listener;
    private readonly Lock _lock = new();
    private readonly Queue<GaugeSample> _samples = new();
    private Dictionary<GaugeSeries, double> _reading = [];

    public GaugeHistory(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _listener = new MeterListener
        {
            // There may be other engines in this process; each has a factory of its own.
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.IsObservable && instrument.Meter.Name == AelTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => _reading[Series(instrument, labels)] = value);
        _listener.Start();
    }

    /// <summary>Oldest first; the last one is of now.</summary>
    public IReadOnlyList<GaugeSample> Read()
    {
        lock (_lock)
        {
            return [.. _samples, Sample()];
        }
    }

    public override void Dispose()
    {
        _listener.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            do
            {
                Keep();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the host.
        }
    }

    private void Keep()
    {
        lock (_lock)
        {
            _samples.Enqueue(Sample());
            if (_samples.Count > Most)
            {
                _samples.Dequeue();
            }
        }
    }

    // Under the lock: the listener calls back on this thread.
    private GaugeSample Sample()
    {
        _reading = [];
        _listener.RecordObservableInstruments();
        _reading[GaugeSeries.Memory] = Environment.WorkingSet;
        return new GaugeSample(_time.GetUtcNow(), _reading);
    }

    private static GaugeSeries Series(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> labels) => new(
        MetricCatalogue.All.FirstOrDefault(m => m.Name == instrument.Name)?.PrometheusName ?? instrument.Name,
        labels.Length == 0 ? "" : $"{labels[0].Value}");
}

/// <param name="At">When it was read.</param>
/// <param name="Values">Of every series that had one.</param>
internal sealed record GaugeSample(DateTimeOffset At, IReadOnlyDictionary<GaugeSeries, double> Values);

/// <param name="Name">As <c>/metrics</c> has it.</param>
/// <param name="Of">Value of its one label; empty where it has none.</param>
internal sealed record GaugeSeries(string Name, string Of)
{
    public static readonly GaugeSeries Memory = new("process_memory_bytes", "");
}
