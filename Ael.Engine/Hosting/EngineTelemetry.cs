using System.Collections;
using System.Reflection;
using Ael.Engine.Configuration;
using Ael.Engine.Telemetry;
using Ael.ServiceDefaults;
using Ael.ServiceDefaults.Export;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;

namespace Ael.Engine.Hosting;

/// <summary>The engine's telemetry as its configuration says, on top of what any service has.</summary>
internal static class EngineTelemetry
{
    private const string ServiceName = "ael";

    private const string Advice =
        "Start the collector, correct telemetry.exporters.otlp (endpoint, protocol: grpc is port 4317, http/protobuf 4318), or remove the endpoint.";

    public static void AddTelemetry<TBuilder>(this TBuilder builder, TelemetryOptions options, LoggingOptions logging)
        where TBuilder : IHostApplicationBuilder
    {
        if (!options.Enabled)
        {
            return;
        }

        AddStandardVariables(builder.Configuration);
        builder.AddServiceDefaults(defaults =>
        {
            defaults.Names.Add(AelTelemetry.Name);
            defaults.Names.Add(MetricViews.McpSdk);
            defaults.ServiceName = ServiceName;
            defaults.ServiceVersion = typeof(EngineTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
            defaults.Metrics = options.Metrics.Enabled;
            defaults.Otlp = Otlp(options.Exporters.Otlp);
            defaults.LogsByHand = true;
            defaults.CountDropped = CountDropped;
            defaults.BeforeSpanExport = options.Traces.BeforeExport;
            defaults.Advice = Advice;
        });
        builder.Services.PostConfigure<OpenTelemetryLoggerOptions>(otlp =>
        {
            otlp.IncludeFormattedMessage = true;
            // The web server's scopes are neither redacted nor fields of ours.
            otlp.IncludeScopes = false;
        });
        var filters = LogFilters.Of(logging.Level, logging.Components).ToList();
        builder.Services.AddSingleton(services => Otlp(services.GetRequiredService<OtlpLogs>(), filters));
        builder.Services.AddMetricViews(options.Metrics);
        builder.Services.AddSampler(options.Traces);
    }

    private static LogSink Otlp(OtlpLogs logs, List<(string? Prefix, LogLevel Level)> filters) => new(
        category =>
        {
            var logger = logs.CreateLogger(category);
            return record => OtlpRecord.Write(logger, record);
        },
        logs.Exported ? filters : [(null, LogLevel.None)])
    {
        TakesDetails = true,
    };

    private static OtlpDefaults Otlp(OtlpOptions options) => new()
    {
        Endpoint = options.Address,
        Protocol = options.Protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        Headers = options.Headers,
        Timeout = options.Timeout,
        MetricsInterval = options.MetricsInterval,
        BatchDelay = options.BatchDelay,
        MaxQueue = options.MaxQueue,
    };

    private static Action<TelemetrySignal, long> CountDropped(IServiceProvider services)
    {
        var dropped = services.GetRequiredService<AelTelemetry>().Dropped;
        return (signal, items) => dropped.Add(items, new KeyValuePair<string, object?>("signal", signal.Spelling()));
    }

    // The hosts without a web server read no environment of their own; OpenTelemetry's variables are to mean the same in all of them.
    private static void AddStandardVariables(IConfigurationManager configuration) => configuration.AddInMemoryCollection(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(v => ((string)v.Key).StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value)));
}
