using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ael.Benchmarks.Load;

/// <summary>
/// The calls of OpenTelemetry that an execution of <see cref="LoadedEngine"/>'s workflow needs, and nothing else: as many spans with as many
/// attributes, counters and histograms with as many labels, log records with as many fields, exported in the same way.
/// </summary>
internal sealed partial class BareTelemetry : IWorkload
{
    private const string Name = "bare";

    private static readonly double[] s_bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _counter;
    private readonly Histogram<double> _histogram;
    private readonly TracerProvider _tracer;
    private readonly MeterProvider _metrics;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;

    public BareTelemetry(EngineSetup setup)
    {
        var otlp = setup.Otlp;
        void Export(OtlpExporterOptions options)
        {
            options.Endpoint = otlp.Endpoint!;
            options.Protocol = OtlpExportProtocol.Grpc;
            options.BatchExportProcessorOptions.ScheduledDelayMilliseconds = (int)otlp.BatchDelay.TotalMilliseconds;
            options.BatchExportProcessorOptions.MaxQueueSize = otlp.MaxQueue;
        }

        _counter = _meter.CreateCounter<long>("calls");
        _histogram = _meter.CreateHistogram("duration", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_bounds });
        _tracer = Sdk.CreateTracerProviderBuilder().AddSource(Name).AddOtlpExporter(Export).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().AddMeter(Name).SetExemplarFilter(ExemplarFilterType.TraceBased).AddOtlpExporter((exporter, reader) =>
        {
            Export(exporter);
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)otlp.MetricsInterval.TotalMilliseconds;
        }).Build();
        _loggers = LoggerFactory.Create(logging => logging.AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.AddOtlpExporter((exporter, processor) =>
            {
                Export(exporter);
                processor.BatchExportProcessorOptions.ScheduledDelayMilliseconds = (int)otlp.BatchDelay.TotalMilliseconds;
                processor.BatchExportProcessorOptions.MaxQueueSize = otlp.MaxQueue;
            });
        }));
        _logger = _loggers.CreateLogger(Name);
    }

    public long Dropped => 0;

    public Task<double[]> RunAsync(int executions)
    {
        var took = new double[executions];
        for (var i = 0; i < executions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Execution();
            took[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Task.FromResult(took);
    }

    public ValueTask DisposeAsync()
    {
        _tracer.Dispose();
        _metrics.Dispose();
        _loggers.Dispose();
        _meter.Dispose();
        _source.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Execution()
    {
        using var workflow = Span("workflow benchmark", 5);
        LogStarted(_logger, "benchmark", "exec-0123456789ab");
        Step("read", "tool_call", "tools/call work");
        Step("shape", "code", "python exec");
        Step("write", "tool_call", "tools/call work");
        var label = new KeyValuePair<string, object?>("workflow", "benchmark");
        _counter.Add(1, label, new("status", "success"));
        _histogram.Record(0.001, label);
        LogEnded(_logger, "benchmark", "exec-0123456789ab", "completed", 1);
    }

    private void Step(string name, string type, string inner)
    {
        using var step = Span(name, 8);
        using (Span(inner, 10))
        {
        }

        if (type == "tool_call")
        {
            var tool = new KeyValuePair<string, object?>("tool", "work");
            _counter.Add(1, tool, new("status", "success"));
            _histogram.Record(0.001, tool);
        }

        var labels = new TagList { { "workflow", "benchmark" }, { "step", name }, { "type", type } };
        _counter.Add(1, labels);
        _histogram.Record(0.001, labels);
        LogEnded(_logger, "benchmark", "exec-0123456789ab", name, 1);
    }

    private Activity? Span(string name, int attributes)
    {
        var span = _source.StartActivity(name);
        for (var i = 0; i < attributes; i++)
        {
            span?.AddTag(s_names[i], "some value");
        }

        return span;
    }

    private static readonly string[] s_names = [.. Enumerable.Range(0, 10).Select(i => $"ael.attribute.{i}")];

    [LoggerMessage(Level = LogLevel.Information, Message = "{Workflow} {Execution} started")]
    private static partial void LogStarted(ILogger logger, string workflow, string execution);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Workflow} {Execution} {Status} in {DurationMs:0.#} ms")]
    private static partial void LogEnded(ILogger logger, string workflow, string execution, string status, double durationMs);
}
