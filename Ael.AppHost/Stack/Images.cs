namespace Ael.AppHost.Stack;

/// <summary>The images of the stack, pinned here and nowhere else. The set without alertmanager is the one that grafana/otel-lgtm 0.31 was tested with.</summary>
internal static class Images
{
    public static ContainerImage OtelCollector { get; } = new("otel/opentelemetry-collector-contrib", "0.159.0");
    public static ContainerImage Prometheus { get; } = new("prom/prometheus", "v3.14.0");
    public static ContainerImage Loki { get; } = new("grafana/loki", "3.7.6");
    public static ContainerImage Tempo { get; } = new("grafana/tempo", "3.0.3");
    public static ContainerImage Grafana { get; } = new("grafana/grafana", "13.2.0");
    public static ContainerImage Alertmanager { get; } = new("prom/alertmanager", "v0.34.0");
    public static ContainerImage Postgres { get; } = new("postgres", "17.6");
    public static ContainerImage HAProxy { get; } = new("haproxy", "3.2.4-alpine");

    /// <summary>Built from deploy/Dockerfile.</summary>
    public static ContainerImage Engine { get; } = new("ael", "0.1.0");
}

internal sealed record ContainerImage(string Name, string Tag)
{
    public override string ToString() => $"{Name}:{Tag}";
}
