using Ael.AppHost.Export;
using Ael.AppHost.Parameters;

namespace Ael.AppHost.Stack;

/// <summary>Loki: logs, by its own OTLP endpoint.</summary>
internal sealed class LokiResource(string name) : ContainerResource(name);

internal static class LokiExtensions
{
    public static IResourceBuilder<LokiResource> AddLoki(this IDistributedApplicationBuilder builder, string name) => builder
        .AddStackContainer(new LokiResource(name), Images.Loki, "/ready", new StackPort("http", 3100, name))
        .WithConfig("otel/loki/config.yaml", "/etc/loki/config.yaml")
        .WithArgs("-config.file=/etc/loki/config.yaml", "-config.expand-env=true")
        .InExport(new ExportShape("1G", "1.0", "/usr/bin/loki", "-health") { Disk = "10Gi" });

    public static IResourceBuilder<LokiResource> WithRetention(this IResourceBuilder<LokiResource> loki, StackParameter age) =>
        loki.WithEnvironment("LOKI_RETENTION", age.Builder);

    public static IResourceBuilder<LokiResource> WithDataVolume(this IResourceBuilder<LokiResource> loki) => loki.WithData("/loki");
}
