using System.Text.RegularExpressions;
using Ael.AppHost.Export;
using Ael.AppHost.Parameters;
using Ael.AppHost.Preflight;

namespace Ael.AppHost.Stack;

/// <summary>Prometheus: metrics with exemplars, recording and alerting rules.</summary>
internal sealed class PrometheusResource(string name) : ContainerResource(name);

internal static partial class PrometheusExtensions
{
    private const string Targets = "/etc/prometheus/targets";

    public static IResourceBuilder<PrometheusResource> AddPrometheus(this IDistributedApplicationBuilder builder, string name) => builder
        .AddStackContainer(new PrometheusResource(name), Images.Prometheus, "/-/ready", new StackPort("http", 9090, name))
        .WithConfig("otel/prometheus/prometheus.yml", "/etc/prometheus/prometheus.yml", RunOptions.ForKubernetes(builder) ? InKubernetes : builder.ExecutionContext.IsPublishMode ? InCompose : WithoutRetention)
        .WithConfig("otel/prometheus/rules", "/etc/prometheus/rules")
        .WithArgs(
            "--config.file=/etc/prometheus/prometheus.yml",
            "--storage.tsdb.path=/prometheus",
            "--enable-feature=exemplar-storage",
            // Tempo writes its service graph and span metrics.
            "--web.enable-remote-write-receiver")
        .InExport(new ExportShape("1G", "1.0", "promtool", "check", "ready", "--url=http://127.0.0.1:9090") { Disk = "10Gi" });

    /// <summary>Whichever is reached first. By flag: Prometheus replaces no variables in this part of its configuration, and its file would win.</summary>
    public static IResourceBuilder<PrometheusResource> WithRetention(this IResourceBuilder<PrometheusResource> prometheus, StackParameter age, StackParameter size)
    {
        if (RunOptions.ForKubernetes(prometheus.ApplicationBuilder))
        {
            // Nobody reads them: Aspire lists among the chart's values those of variables, and not those of arguments.
            prometheus.WithEnvironment(age.Variable, age.Builder).WithEnvironment(size.Variable, size.Builder);
        }

        return prometheus.WithArgs(context =>
        {
            context.Args.Add(ReferenceExpression.Create($"--storage.tsdb.retention.time={age.Resource}"));
            context.Args.Add(ReferenceExpression.Create($"--storage.tsdb.retention.size={size.Resource}"));
        });
    }

    public static IResourceBuilder<PrometheusResource> WithAlertsTo(this IResourceBuilder<PrometheusResource> prometheus, IResourceBuilder<AlertmanagerResource> alertmanager) =>
        prometheus.LinkedTo(alertmanager);

    /// <summary>
    /// The engine's own /metrics, for <c>up</c> and the runtime's series. In local runs the engine is on this machine, and Prometheus reaches it through
    /// Aspire's tunnel, which builds a small image at its first use. Where that cannot be, the address is left out, since Prometheus would not start otherwise.
    /// </summary>
    public static IResourceBuilder<PrometheusResource> WithEngineMetrics(this IResourceBuilder<PrometheusResource> prometheus, IResourceBuilder<ProjectResource> engine)
    {
        var builder = prometheus.ApplicationBuilder;
        if (builder.ExecutionContext.IsPublishMode)
        {
            // In Kubernetes all engines are found by one name.
            return RunOptions.ForKubernetes(builder) ? prometheus : prometheus.WithConfig("otel/prometheus/targets", Targets);
        }

        if (!prometheus.IsInModel() || !engine.IsInModel())
        {
            return prometheus;
        }

        if (!RunOptions.WithEngineMetrics(builder) || PreflightReport.Of(builder).Runtime is not { BuildsImages: true })
        {
            PreflightReport.Of(builder).Say(
                $"{prometheus.Resource.Name} does not read the engine's own /metrics: "
                + (RunOptions.WithEngineMetrics(builder) ? "docker has no BuildKit (install its buildx plugin), which the way from a container to this machine needs."
                    : $"{RunOptions.ScrapeEngine} is false.")
                + " The engine's ael_* metrics come through the collector all the same.");
            return prometheus;
        }

        var address = ReferenceExpression.Create($"{engine.GetEndpoint(Engine.EngineExtensions.Metrics).Property(EndpointProperty.HostAndPort)}");
        return prometheus
            // Nobody reads it: a variable is what makes Aspire open the tunnel.
            .WithEnvironment("AEL_METRICS", address)
            .WithContainerFiles(Targets, async (_, cancellationToken) =>
            {
                var context = new ValueProviderContext { Network = KnownNetworkIdentifiers.DefaultAspireContainerNetwork };
                var target = await address.GetValueAsync(context, cancellationToken);
                return [new ContainerFile { Name = "ael-engine.yml", Contents = $"- targets: ['{target}']\n" }];
            });
    }

    private static string InCompose(string file) => WithNodes(file, "$0", "the further engines of a cluster; without one, the name has no address");

    private static string InKubernetes(string file) => WithNodes(file, "", "all engines");

    private static string WithNodes(string file, string before, string who)
    {
        var settings = WithoutRetention(file);
        var edited = Files().Replace(
            settings,
            $"""
            {before}    dns_sd_configs:
                  - names: [ael-node]       # {who}
                    type: A
                    port: 9090

            """.ReplaceLineEndings("\n"));
        return edited != settings ? edited : throw new DistributedApplicationException("otel/prometheus/prometheus.yml has no targets files for the engine.");
    }

    private static string WithoutRetention(string file)
    {
        var edited = Storage().Replace(file, "  # Retention is given by flag, as it is a parameter.\n");
        return edited != file ? edited : throw new DistributedApplicationException("otel/prometheus/prometheus.yml has no storage.tsdb with the retention.");
    }

    [GeneratedRegex(@"^    file_sd_configs:\n      - files: .*targets.*\n", RegexOptions.Multiline)]
    private static partial Regex Files();

    [GeneratedRegex(@"^  tsdb:\n(    .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Storage();

    public static IResourceBuilder<PrometheusResource> WithDataVolume(this IResourceBuilder<PrometheusResource> prometheus) => prometheus.WithData("/prometheus");
}
