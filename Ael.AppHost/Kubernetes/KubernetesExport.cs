using Ael.AppHost.Export;
using Ael.AppHost.Stack;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.AppHost.Kubernetes;

/// <summary>
/// A Helm chart, made of the same declaration. Aspire writes workloads, services, settings, secrets and claims; what it leaves out (configuration files, limits,
/// rights, required secrets) is added in <see cref="KubernetesFinish"/> and <see cref="KubernetesChart"/>.
/// </summary>
internal static class KubernetesExport
{
    private const string Environment = "k8s";

    /// <summary>True: this build has it.</summary>
    public static bool AddKubernetesExport(this IDistributedApplicationBuilder builder)
    {
        var environment = builder.AddKubernetesEnvironment(Environment)
            // The engine's telemetry is in Grafana, where it is kept.
            .WithDashboard(false)
            .WithHelm(helm => helm
                .WithChartName("ael")
                .WithChartVersion(Images.Engine.Tag)
                .WithChartDescription("AEL as a cluster, with PostgreSQL and everything that shows what it does"));
        foreach (var resource in builder.Resources.OfType<IComputeResource>().Where(r => r.Annotations.OfType<ExportShape>().Any()).ToList())
        {
            var added = builder.CreateResourceBuilder(resource);
            Keep(added, environment);
            added.PublishAsKubernetesService(service => new KubernetesFinish(builder, resource, service).Apply());
        }

        builder.Pipeline.AddStep("clear-chart", step => Run(step, KubernetesChart.Clear), requiredBy: $"publish-{Environment}");
        builder.Pipeline.AddStep(
            "write-chart", step => Run(step, folder => KubernetesChart.Write(builder, folder)), dependsOn: $"publish-{Environment}", requiredBy: WellKnownPipelineSteps.Publish);
        return true;
    }

    /// <summary>A claim of the volume's name, which also makes Aspire write a workload whose replacement waits for the end of the one before.</summary>
    private static void Keep(IResourceBuilder<IComputeResource> resource, IResourceBuilder<KubernetesEnvironmentResource> environment)
    {
        if (resource.Resource.Annotations.OfType<ContainerMountAnnotation>().SingleOrDefault(m => m.Type == ContainerMountType.Volume) is { Source: { } volume })
        {
            resource.WithPersistentVolume(environment.AddPersistentVolume(volume).WithCapacity(resource.Resource.Annotations.OfType<ExportShape>().Last().Disk));
        }
    }

    private static Task Run(PipelineStepContext step, Action<string> action)
    {
        action(step.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory());
        return Task.CompletedTask;
    }
}
