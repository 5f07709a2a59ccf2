using Ael.AppHost.Export;
using Ael.AppHost.Parameters;

namespace Ael.AppHost.Stack;

/// <summary>Tempo: traces, and the metrics that it makes of them (service graph, rates and durations by span).</summary>
internal sealed class TempoResource(string name) : ContainerResource(name);

internal static class TempoExtensions
{
    // Its OTLP ports stay inside: on this machine 4317 and 4318 are the collector's, and only the collector sends here.
    public static IResourceBuilder<TempoResource> AddTempo(this IDistributedApplicationBuilder builder, string name) => builder
        .AddStackContainer(new TempoResource(name), Images.Tempo, "/ready", new StackPort("http", 3200, name))
        .WithConfig("otel/tempo/config.yaml", "/etc/tempo/config.yaml")
        .WithArgs("-config.file=/etc/tempo/config.yaml", "-config.expand-env=true")
        .InExport(new ExportShape("1G", "1.0", "/tempo", "-health")
        {
            // It hands over what it holds before it goes.
            StopGrace = "40s",
            Disk = "10Gi",
        });

    public static IResourceBuilder<TempoResource> WithRetention(this IResourceBuilder<TempoResource> tempo, StackParameter age) =>
        tempo.WithEnvironment("TEMPO_RETENTION", age.Builder);

    /// <summary>By remote write. Without Prometheus the traces are there all the same.</summary>
    public static IResourceBuilder<TempoResource> WithServiceGraphIn(this IResourceBuilder<TempoResource> tempo, IResourceBuilder<PrometheusResource> prometheus) =>
        tempo.LinkedTo(prometheus);

    public static IResourceBuilder<TempoResource> WithDataVolume(this IResourceBuilder<TempoResource> tempo) => tempo.WithData("/var/tempo");
}
