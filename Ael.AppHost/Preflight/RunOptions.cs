using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Ael.AppHost.Preflight;

/// <summary>How this run is to be: configuration keys, given as --Key=value, as environment variables (Ports__grafana) or in appsettings.json.</summary>
internal static class RunOptions
{
    /// <summary>false: only the engine, and Aspire's dashboard.</summary>
    public const string Stack = "Stack";

    /// <summary>true: containers go on when the AppHost ends, and the next run finds them.</summary>
    public const string Persistent = "Persistent";

    /// <summary>false: Prometheus does not reach out to the engine on the host.</summary>
    public const string ScrapeEngine = "ScrapeEngine";

    /// <summary>So many engines that share a PostgreSQL; 1: one, with a store of its own.</summary>
    public const string Cluster = "Cluster";

    /// <summary>What a publish gives: compose, which is the default, or kubernetes.</summary>
    public const string Export = "Export";

    private const string PreflightKey = "Preflight";

    public static bool WithStack(IDistributedApplicationBuilder builder) => Flag(builder, Stack, true);

    public static bool KeepContainers(IDistributedApplicationBuilder builder) => Flag(builder, Persistent, false);

    public static bool WithEngineMetrics(IDistributedApplicationBuilder builder) => Flag(builder, ScrapeEngine, true);

    public static bool Probes(IDistributedApplicationBuilder builder) => builder.ExecutionContext.IsRunMode && Flag(builder, PreflightKey, true);

    /// <summary>How many engines a local run has; the export has its own way.</summary>
    public static int Nodes(IDistributedApplicationBuilder builder)
    {
        var text = builder.Configuration[Cluster];
        return string.IsNullOrEmpty(text) || !builder.ExecutionContext.IsRunMode ? 1
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nodes) && nodes is > 0 and <= 16 ? nodes
            : throw new DistributedApplicationException($"{Cluster} is '{text}'; it is the number of engines, from 1 to 16, as in --cluster 3.");
    }

    /// <summary>Whether this is the export for Kubernetes.</summary>
    public static bool ForKubernetes(IDistributedApplicationBuilder builder) => builder.ExecutionContext.IsPublishMode && builder.Configuration[Export] switch
    {
        null or "" or "compose" => false,
        "kubernetes" => true,
        var other => throw new DistributedApplicationException($"{Export} is '{other}'; it is compose or kubernetes."),
    };

    /// <summary>Aspire's own setting.</summary>
    public static string? Runtime(IDistributedApplicationBuilder builder) =>
        builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] ?? builder.Configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"];

    /// <summary>The port on this machine.</summary>
    public static string? Port(IDistributedApplicationBuilder builder, string key) => builder.Configuration[$"Ports:{key}"];

    private static bool Flag(IDistributedApplicationBuilder builder, string key, bool fallback)
    {
        var text = builder.Configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        return bool.TryParse(text, out var flag)
            ? flag
            : throw new DistributedApplicationException(string.Create(CultureInfo.InvariantCulture, $"{key} is '{text}'; it is true or false."));
    }
}
