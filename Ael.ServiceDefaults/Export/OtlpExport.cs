using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ael.ServiceDefaults.Export;

/// <summary>
/// OTLP for the signals that have a target. In place of <c>UseOtlpExporter</c>, which cannot say what it drops nor that it fails, and which
/// takes one set of options for all.
/// </summary>
internal static class OtlpExport
{
    public static void AddOtlpExport(this IServiceCollection services, TelemetryDefaults defaults, OtlpTargets targets)
    {
        // Without a target there is no exporter: one would try localhost for ever.
        if (targets.All.Count == 0)
        {
            return;
        }

        services.AddSingleton(targets).AddSingleton<ExportFaults>().AddSingleton<ExportWatches>();
        services.AddSingleton(s => new ExportHealth(
            new Lazy<ILogger>(s.GetRequiredService<ILogger<ExportHealth>>),
            s.GetService<TimeProvider>() ?? TimeProvider.System,
            new Lazy<Action<TelemetrySignal, long>>(() => defaults.CountDropped?.Invoke(s) ?? ((_, _) => { })),
            defaults.Advice));
        services.AddSingleton(s => new ExportReport(targets, s.GetRequiredService<ExportWatches>(), s.GetRequiredService<ExportHealth>()));
        services.AddHostedService<TelemetryFlush>();

        if (targets.Of(TelemetrySignal.Traces) is { } traces)
        {
            services.ConfigureOpenTelemetryTracerProvider((s, tracing) =>
            {
                var otlp = new OtlpTraceExporter(traces.ToOptions());
                var watch = s.GetRequiredService<ExportWatches>()[TelemetrySignal.Traces];
                BaseProcessor<Activity> queue = new SpanQueue(new WatchedExporter<Activity>(otlp, watch), watch.Gate, traces);
                tracing.AddProcessor(new ProviderLink<Activity>(otlp)).AddProcessor(defaults.BeforeSpanExport?.Invoke(s, queue) ?? queue);
            });
        }

        if (targets.Of(TelemetrySignal.Metrics) is { } metrics)
        {
            services.ConfigureOpenTelemetryMeterProvider((s, metering) => metering.AddReader(new PeriodicExportingMetricReader(
                new WatchedMetricExporter(metrics.ToOptions(), s.GetRequiredService<ExportWatches>()[TelemetrySignal.Metrics]),
                (int)metrics.Delay.TotalMilliseconds,
                (int)metrics.Timeout.TotalMilliseconds)));
        }

        if (targets.Of(TelemetrySignal.Logs) is { } logs)
        {
            services.ConfigureOpenTelemetryLoggerProvider((s, logging) =>
            {
                var otlp = new OtlpLogExporter(logs.ToOptions());
                var watch = s.GetRequiredService<ExportWatches>()[TelemetrySignal.Logs];
                logging.AddProcessor(new ProviderLink<LogRecord>(otlp)).AddProcessor(new LogQueue(new WatchedExporter<LogRecord>(otlp, watch), watch.Gate, logs));
            });
        }
    }
}
