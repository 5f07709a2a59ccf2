using Ael.AppHost.Export;
using Ael.AppHost.Parameters;
using Ael.AppHost.Preflight;
using Ael.AppHost.Stack;

namespace Ael.AppHost.Engine;

/// <summary>The workflow engine: a process beside its containers in local runs, a container in the export.</summary>
internal static class EngineExtensions
{
    public const string Metrics = "metrics";

    private const string Http = "http";
    private const string Port = "AEL__SERVER__PORT";
    private const string MetricsPort = "AEL__TELEMETRY__METRICS__PORT";
    private const string Settings = "/etc/ael/ael-config.yaml";

    /// <summary>Belongs to the user of the image.</summary>
    private const string Data = "/var/lib/ael";

    private static readonly string[] s_health = ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8022/health/ready', timeout=4)"];

    // bubblewrap makes user namespaces and mounts in them, which both of Docker's default profiles forbid. Ours leaves those and forbids what
    // neither .NET nor Python has a use for. Code steps without walls would be the worse risk.
    private static readonly string[] s_walls = ["apparmor:unconfined", "seccomp:./config/ael/seccomp.json"];

    public static IResourceBuilder<ProjectResource> AddEngine(this IDistributedApplicationBuilder builder, string name, StackParameter environment)
    {
        var port = Ports.Of(builder, name, name, 8022);
        var engine = builder.AddEngineProject(name, environment);
        engine = RunOptions.Nodes(builder) > 1
            // Each has a port that Aspire chooses, and its proxy has this one.
            ? engine.WithHttpEndpoint(port, name: Http, env: Port)
            // No proxy in between: REST, MCP and the console keep a fixed port, and long MCP streams have one hop less.
            : engine.WithHttpEndpoint(port, builder.ExecutionContext.IsRunMode ? port : 8022, Http, Port, isProxied: false);
        engine
            // 9090 is also Prometheus's port: in local runs, on one host, Aspire assigns another one.
            .WithHttpEndpoint(targetPort: builder.ExecutionContext.IsRunMode ? null : 9090, name: Metrics, env: MetricsPort)
            .WithUrlForEndpoint(Http, url => url.DisplayText = "Console")
            .WithUrlForEndpoint(Metrics, url => url.Url = "/metrics")
            .WithHealth("/health/ready", Http);

        // What is refused was added by AddProject; it is taken out again, and nothing else depends on it.
        if (PreflightReport.Of(builder).IsRefused(name))
        {
            builder.Resources.Remove(engine.Resource);
            return engine;
        }

        // In local runs its working directory is its project's folder, and the configuration is the repository's.
        if (builder.ExecutionContext.IsRunMode)
        {
            return engine.WithEnvironment("AEL_CONFIG_PATH", ConfigMounts.RootOf(builder, "ael-config.yaml"));
        }

        engine.ForExport(name, new ExportShape("1G", "2.0", s_health) { Bind = "AEL_BIND", Volume = Data, SecurityOptions = s_walls, Variables = [ClusterExtensions.Backend, .. ClusterExtensions.Store] });
        return RunOptions.ForKubernetes(builder)
            ? engine.WithHttpProbe(ProbeType.Liveness, "/health/live", initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6, endpointName: Http)
            : engine.WithEnvironment("AEL__STORAGE__PATH", $"{Data}/ael.db");
    }

    /// <summary>The same engine again, in the export only: reached by others of its network, and with the first one's configuration.</summary>
    /// <param name="builder">Of the topology.</param>
    /// <param name="name">Of the service.</param>
    /// <param name="first">The one that has the configuration.</param>
    /// <param name="environment">As the first one's.</param>
    /// <param name="shape">What is its own.</param>
    public static IResourceBuilder<ProjectResource> AddFurtherEngines(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ProjectResource> first, StackParameter environment, ExportShape shape) => builder
        .AddEngineProject(name, environment)
        .WithHttpEndpoint(targetPort: 8022, name: Http, env: Port)
        .WithHttpEndpoint(targetPort: 9090, name: Metrics, env: MetricsPort)
        .ForExport(first.Resource.Name, shape with { Health = s_health, SecurityOptions = s_walls });

    /// <summary>
    /// All three signals go to the collector. Host to container is the direction that needs nothing but the published port. The engine does not wait:
    /// what it cannot deliver it keeps for a while, counts and says. Without the collector Aspire's own settings stay, which name its dashboard.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithTelemetryTo(this IResourceBuilder<ProjectResource> engine, IResourceBuilder<OtelCollectorResource> collector)
    {
        if (!collector.IsInModel())
        {
            return engine;
        }

        return engine
            .WithReferenceRelationship(collector.Resource)
            .WithEnvironment(context =>
            {
                // In Kubernetes all are reached under their plain names, which Aspire does not know.
                context.EnvironmentVariables["OTEL_EXPORTER_OTLP_ENDPOINT"] =
                    RunOptions.ForKubernetes(engine.ApplicationBuilder) ? $"http://{collector.Resource.Name}:4317" : collector.Resource.Grpc;
                context.EnvironmentVariables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";

                // The dashboard's key, which is nobody else's business.
                context.EnvironmentVariables.Remove("OTEL_EXPORTER_OTLP_HEADERS");

                // The engine samples at a trace's end, where errors are known; always_on, Aspire's setting in development, would be its head sampler.
                context.EnvironmentVariables.Remove("OTEL_TRACES_SAMPLER");
            });
    }

    private static IResourceBuilder<ProjectResource> AddEngineProject(this IDistributedApplicationBuilder builder, string name, StackParameter environment)
    {
        var engine = builder
            .AddProject<Projects.Ael_Engine>(name, project => project.ExcludeLaunchProfile = true)
            .WithArgs("serve")
            .WithoutGeneralSettings()
            // The engine takes its addresses from its own configuration; ASPNETCORE_URLS would be a second truth.
            .WithEndpointsInEnvironment(_ => false);
        const string Attributes = "OTEL_RESOURCE_ATTRIBUTES";
        return RunOptions.ForKubernetes(builder)
            // A value of the chart as a whole: of a part Aspire would write the name alone.
            ? engine.WithEnvironment(Attributes, $"deployment.environment.name={environment.Default}")
            : engine.WithEnvironment(Attributes, ReferenceExpression.Create($"deployment.environment.name={environment.Resource}"));
    }

    /// <summary>The export has no need of what Aspire sets for any ASP.NET Core service.</summary>
    private static IResourceBuilder<ProjectResource> WithoutGeneralSettings(this IResourceBuilder<ProjectResource> engine) =>
        engine.ApplicationBuilder.ExecutionContext.IsPublishMode ? engine.WithEnvironment(context => context.EnvironmentVariables.Clear()) : engine;

    /// <param name="engine">What is exported.</param>
    /// <param name="service">The name of all engines in telemetry, and of the folder that has their configuration.</param>
    /// <param name="shape">Of the service.</param>
    private static IResourceBuilder<ProjectResource> ForExport(this IResourceBuilder<ProjectResource> engine, string service, ExportShape shape) => engine
        .WithEnvironment("AEL_CONFIG_PATH", Settings)
        .WithEnvironment("OTEL_SERVICE_NAME", service)
        .WithAnnotation(new ConfigMount("Ael.AppHost/Compose/ael-config.yaml", Settings) { Of = service })
        .WithAnnotation(new ConfigMount("Ael.AppHost/Compose/workflows", "/etc/ael/workflows") { Of = service })
        .WithAnnotation(new ConfigMount("Ael.AppHost/Compose/seccomp.json", "/etc/ael/seccomp.json") { IsMounted = false, Of = service })
        .InExport(shape);
}
