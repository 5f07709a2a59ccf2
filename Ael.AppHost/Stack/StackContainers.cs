using Ael.AppHost.Preflight;

namespace Ael.AppHost.Stack;

/// <summary>What the containers of the stack have in common.</summary>
internal static class StackContainers
{
    /// <summary>
    /// Adds a container, with its health asked at the first port. Where it cannot run, the builder that is returned takes the same calls, and its
    /// resource is in no model.
    /// </summary>
    /// <param name="builder">Of the topology.</param>
    /// <param name="resource">A new one.</param>
    /// <param name="image">What it runs.</param>
    /// <param name="health">Path that answers 200 when it works.</param>
    /// <param name="ports">At least one.</param>
    public static IResourceBuilder<T> AddStackContainer<T>(
        this IDistributedApplicationBuilder builder, T resource, ContainerImage image, string health, params StackPort[] ports)
        where T : ContainerResource
    {
        var report = PreflightReport.Of(builder);
        var published = ports.Select(p => p.Key is null || report.Runtime is null ? null : (int?)Ports.Of(builder, resource.Name, p.Key, p.Number)).ToArray();
        var added = report.Runtime is null || report.IsRefused(resource.Name) ? builder.CreateResourceBuilder(resource) : builder.AddResource(resource);
        added.WithImage(image.Name, image.Tag);
        foreach (var (port, number) in ports.Zip(published))
        {
            added.WithEndpoint(number, port.Number, "http", port.Name);
        }

        added.WithHealth(health, ports[0].Name);
        return RunOptions.KeepContainers(builder) ? added.WithLifetime(ContainerLifetime.Persistent) : added;
    }

    /// <summary>It works when this path answers 200. In the export for Kubernetes that is a probe, too.</summary>
    public static IResourceBuilder<T> WithHealth<T>(this IResourceBuilder<T> builder, string path, string endpoint)
        where T : IResourceWithEndpoints, IResourceWithProbes => RunOptions.ForKubernetes(builder.ApplicationBuilder)
        ? builder.WithHttpProbe(ProbeType.Readiness, path, periodSeconds: 10, timeoutSeconds: 5, endpointName: endpoint)
        : builder.WithHttpHealthCheck(path, endpointName: endpoint);

    /// <summary>Whether it runs: a resource that was refused is in no model.</summary>
    public static bool IsInModel<T>(this IResourceBuilder<T> builder) where T : IResource => builder.ApplicationBuilder.Resources.Contains(builder.Resource);

    /// <summary>One works on what another has: shown in the dashboard's graph. The addresses are in the configuration files under otel/.</summary>
    public static IResourceBuilder<T> LinkedTo<T>(this IResourceBuilder<T> builder, IResourceBuilder<ContainerResource> other) where T : ContainerResource =>
        other.IsInModel() ? builder.WithReferenceRelationship(other.Resource) : builder;

    /// <summary>A volume of its own, named for the resource: what it keeps outlives the container.</summary>
    public static IResourceBuilder<T> WithData<T>(this IResourceBuilder<T> builder, string target) where T : ContainerResource =>
        // Compose puts its project's name in front.
        builder.WithVolume(builder.ApplicationBuilder.ExecutionContext.IsRunMode ? $"ael-{VolumeOf(builder.Resource)}" : VolumeOf(builder.Resource), target);

    /// <summary>Name of a resource's volume in the export.</summary>
    public static string VolumeOf(IResource resource) => $"{resource.Name}-data";
}

/// <summary>A port of a container.</summary>
/// <param name="Name">Of the endpoint.</param>
/// <param name="Number">Inside the container and, unless configured, on this machine.</param>
/// <param name="Key">Under which <c>Ports</c> has another one; null: any free port of this machine, and none in the export.</param>
internal sealed record StackPort(string Name, int Number, string? Key);
