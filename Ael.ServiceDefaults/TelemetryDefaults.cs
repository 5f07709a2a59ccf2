using System.Diagnostics;
using Ael.ServiceDefaults.Export;
using OpenTelemetry;

namespace Ael.ServiceDefaults;

/// <summary>What a service adds to the common telemetry.</summary>
public sealed class TelemetryDefaults
{
    /// <summary>Names of meters and activity sources to listen to, beside those of ASP.NET Core, HttpClient and the runtime.</summary>
    public IList<string> Names { get; } = [];

    /// <summary><c>service.name</c>, unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES say another; without it the application's name.</summary>
    public string? ServiceName { get; set; }

    /// <summary><c>service.version</c>, likewise.</summary>
    public string? ServiceVersion { get; set; }

    /// <summary>False: no metrics are collected, whoever would read them.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Where and how telemetry is exported. Variables that name one signal (<c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>, ...) win over it.</summary>
    public OtlpDefaults Otlp { get; set; } = new();

    /// <summary>Stands between the spans and their export, given the processor that exports: for sampling at the end of a trace.</summary>
    public Func<IServiceProvider, BaseProcessor<Activity>, BaseProcessor<Activity>>? BeforeSpanExport { get; set; }

    /// <summary>True: nothing is exported of the log but what the service gives to <see cref="OtlpLogs"/>.</summary>
    public bool LogsByHand { get; set; }

    /// <summary>Gives what counts dropped spans and log records. Called once, when there is something to export.</summary>
    public Func<IServiceProvider, Action<TelemetrySignal, long>>? CountDropped { get; set; }

    /// <summary>What to do when it cannot be delivered; ends the warning.</summary>
    public string Advice { get; set; } = "Start the collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_PROTOCOL.";
}
