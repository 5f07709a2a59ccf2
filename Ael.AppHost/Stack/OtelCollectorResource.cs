using Ael.AppHost.Compose;
using Ael.AppHost.Export;
using Ael.AppHost.Parameters;

namespace Ael.AppHost.Stack;

/// <summary>OpenTelemetry Collector, contrib: everything the engine says comes in here, and goes on to Prometheus, Loki and Tempo.</summary>
internal sealed class OtelCollectorResource(string name) : ContainerResource(name)
{
    public EndpointReference Grpc => new(this, OtelCollectorExtensions.Grpc);
}

internal static class OtelCollectorExtensions
{
    public const string Grpc = "grpc";

    private const string Folder = "/etc/otelcol-contrib";
    private const string Data = "/var/lib/otelcol";

    /// <summary>The user of its image.</summary>
    private const int User = 10001;

    public static IResourceBuilder<OtelCollectorResource> AddOtelCollector(this IDistributedApplicationBuilder builder, string name) => builder
        .AddStackContainer(
            new OtelCollectorResource(name),
            Images.OtelCollector,
            "/",
            new StackPort("health", 13133, null),
            new StackPort(Grpc, 4317, $"{name}-grpc"),
            new StackPort("http", 4318, $"{name}-http"))
        .WithConfig("otel/collector/config.yaml", $"{Folder}/config.yaml")
        .WithArgs($"--config={Folder}/config.yaml")
        // Its image has no shell and no health command: in compose nobody can ask it from inside.
        .InExport(new ExportShape("512M", "1.0") { Disk = "2Gi" });

    /// <summary>Errors and slow traces are always kept.</summary>
    public static IResourceBuilder<OtelCollectorResource> WithTraceSampling(this IResourceBuilder<OtelCollectorResource> collector, StackParameter percent, StackParameter slow) =>
        collector.WithEnvironment("AEL_TRACES_PERCENT", percent.Builder).WithEnvironment("AEL_TRACES_SLOW_MS", slow.Builder);

    public static IResourceBuilder<OtelCollectorResource> WithMetricsFor(this IResourceBuilder<OtelCollectorResource> collector, IResourceBuilder<PrometheusResource> prometheus) =>
        collector.LinkedTo(prometheus);

    public static IResourceBuilder<OtelCollectorResource> WithLogsTo(this IResourceBuilder<OtelCollectorResource> collector, IResourceBuilder<LokiResource> loki) =>
        collector.LinkedTo(loki);

    public static IResourceBuilder<OtelCollectorResource> WithTracesTo(this IResourceBuilder<OtelCollectorResource> collector, IResourceBuilder<TempoResource> tempo) =>
        collector.LinkedTo(tempo);

    /// <summary>
    /// Sends everything to Aspire's dashboard as well, in runs that have one (tests and the export have none). The dashboard is on this machine, so it
    /// takes the same way as Prometheus does to the engine (<see cref="PrometheusExtensions.WithEngineMetrics"/>), with the same condition.
    /// </summary>
    public static IResourceBuilder<OtelCollectorResource> WithAspireDashboard(this IResourceBuilder<OtelCollectorResource> collector)
    {
        if (!DashboardLink.IsPossible(collector.ApplicationBuilder))
        {
            return collector;
        }

        return collector
            .WithConfig("otel/collector/aspire-dashboard.yaml", $"{Folder}/aspire-dashboard.yaml")
            .WithOtlpExporter(OtlpProtocol.Grpc)
            .WithEnvironment(DashboardLink.Rename)
            .WithArgs(context =>
            {
                if (DashboardLink.IsThere(context.ExecutionContext))
                {
                    context.Args.Add($"--config={Folder}/aspire-dashboard.yaml");
                }
            });
    }

    /// <summary>Where undelivered telemetry waits for a backend that is away.</summary>
    public static IResourceBuilder<OtelCollectorResource> WithQueueVolume(this IResourceBuilder<OtelCollectorResource> collector)
    {
        collector.WithData(Data);
        if (collector.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return collector.WithAnnotation(new VolumeOwner(Images.Tempo, "/var/tempo", "/tempo", "-version"));
        }

        // A fresh volume is root's, and the image has no such folder whose owner it could take over.
        return collector.WithContainerFiles(Data, [new ContainerDirectory { Name = "queue", Owner = User, Group = User, Mode = Private }]);
    }

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
}
