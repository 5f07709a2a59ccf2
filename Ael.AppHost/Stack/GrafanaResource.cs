using Ael.AppHost.Export;
using Ael.AppHost.Parameters;

namespace Ael.AppHost.Stack;

/// <summary>Grafana: the dashboards of dashboards/, and the ways between metrics, logs and traces.</summary>
internal sealed class GrafanaResource(string name) : ContainerResource(name);

internal static class GrafanaExtensions
{
    public static IResourceBuilder<GrafanaResource> AddGrafana(this IDistributedApplicationBuilder builder, string name)
    {
        var grafana = builder
            .AddStackContainer(new GrafanaResource(name), Images.Grafana, "/api/health", new StackPort("http", 3000, name))
            .WithConfig("otel/grafana/grafana.ini", "/etc/grafana/grafana.ini")
            .WithConfig("otel/grafana/provisioning", "/etc/grafana/provisioning")
            .WithConfig("dashboards", "/etc/grafana/dashboards")
            .WithEnvironment("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", "/etc/grafana/dashboards/ael-overview.json")
            .InExport(new ExportShape("512M", "1.0", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/api/health") { Bind = "GRAFANA_BIND" });

        // Whoever runs it on their own machine may look without a password, on loopback and as a viewer; never in the export.
        return builder.ExecutionContext.IsRunMode
            ? grafana.WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "true").WithEnvironment("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer")
                // A dot of a panel and a field of a line lead to Explore, which is closed to viewers without this. They still save nothing.
                .WithEnvironment("GF_USERS_VIEWERS_CAN_EDIT", "true")
            : grafana.WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "false");
    }

    public static IResourceBuilder<GrafanaResource> WithAdminPassword(this IResourceBuilder<GrafanaResource> grafana, StackParameter password) =>
        grafana.WithEnvironment("GF_SECURITY_ADMIN_PASSWORD", password.Builder);

    /// <summary>Provisioned in otel/grafana. Grafana starts without it, and shows what the others have.</summary>
    public static IResourceBuilder<GrafanaResource> WithDataFrom(this IResourceBuilder<GrafanaResource> grafana, IResourceBuilder<ContainerResource> source) =>
        grafana.LinkedTo(source);

    public static IResourceBuilder<GrafanaResource> WithDataVolume(this IResourceBuilder<GrafanaResource> grafana) => grafana.WithData("/var/lib/grafana");
}
