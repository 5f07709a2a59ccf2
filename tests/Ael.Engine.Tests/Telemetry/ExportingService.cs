using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ael.Engine.Tests.Support;
using Ael.ServiceDefaults;
using Ael.ServiceDefaults.Export;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>A service with the common defaults and a source, a meter and a logger of its own; its counters of dropped items are kept.</summary>
internal sealed class ExportingService : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Meter _meter;
    private readonly DroppedItems _dropped;

    private ExportingService(IHost host, string name, HeardLog log, DroppedItems dropped)
    {
        (_host, Log, _dropped) = (host, log, dropped);
        Source = new ActivitySource(name);
        _meter = host.Services.GetRequiredService<IMeterFactory>().Create(name);
        Counter = _meter.CreateCounter<long>("things");
        Logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("things");
    }

    public ActivitySource Source { get; }

    public Counter<long> Counter { get; }

    public ILogger Logger { get; }

    /// <summary>All that was logged, what telemetry has to say among it.</summary>
    public HeardLog Log { get; }

    public IServiceProvider Services => _host.Services;

    public IEnumerable<string> Warnings => Log.Lines.Where(l => l.StartsWith("Warning", StringComparison.Ordinal));

    /// <param name="otlp">Where to; the delays of the default are too long for a test.</param>
    /// <param name="configure">Changes the service's defaults.</param>
    /// <param name="variables">Of the environment.</param>
    public static async Task<ExportingService> StartAsync(OtlpDefaults otlp, Action<TelemetryDefaults>? configure = null, params (string Name, string Value)[] variables)
    {
        var (name, log, dropped) = ($"exporting-{Guid.NewGuid()}", new HeardLog(), new DroppedItems());
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = name });
        builder.Configuration.AddInMemoryCollection(variables.Select(v => KeyValuePair.Create(v.Name, (string?)v.Value)));
        builder.Logging.AddProvider(log);
        builder.AddServiceDefaults(defaults =>
        {
            defaults.ServiceName = "things";
            defaults.ServiceVersion = "1.2.3";
            defaults.Otlp = otlp;
            defaults.CountDropped = _ => dropped.Add;
            // HttpClient and the web server make spans of what other tests do meanwhile.
            defaults.BeforeSpanExport = (_, next) => new OnlySpans(s => s.Source.Name == name, next);
            configure?.Invoke(defaults);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new ExportingService(host, name, log, dropped);
    }

    /// <summary>As the service's counter has it.</summary>
    public long Dropped(TelemetrySignal signal) => _dropped.Of(signal);

    public Task WaitForDroppedAsync(TelemetrySignal signal, long items) => _dropped.WaitForAsync(signal, items);

    public static OtlpDefaults To(Uri endpoint, bool grpc = true) => new()
    {
        Endpoint = endpoint,
        Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        BatchDelay = TimeSpan.FromMilliseconds(10),
        MetricsInterval = TimeSpan.FromMilliseconds(50),
    };

    public void Spans(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Source.StartActivity("thing")!.Dispose();
        }
    }

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _meter.Dispose();
        Source.Dispose();
        Log.Dispose();
    }

    private sealed class DroppedItems
    {
        private readonly long[] _items = new long[3];
        private readonly Changes _changes = new();

        public long Of(TelemetrySignal signal) => Volatile.Read(ref _items[(int)signal]);

        public void Add(TelemetrySignal signal, long items)
        {
            Interlocked.Add(ref _items[(int)signal], items);
            _changes.Happened();
        }

        public Task WaitForAsync(TelemetrySignal signal, long items) => _changes.WaitForAsync(
            () => Of(signal) == items, () => $"{Of(signal)} of {signal} were dropped, not {items}", TestContext.Current.CancellationToken);
    }
}
