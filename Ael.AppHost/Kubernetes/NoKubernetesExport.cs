using Ael.AppHost.Export;

namespace Ael.AppHost.Kubernetes;

/// <summary>Compiled instead of everything else here where no feed has the package that it stands on.</summary>
internal static class KubernetesExport
{
    public static bool AddKubernetesExport(this IDistributedApplicationBuilder builder)
    {
        _ = builder;
        return Exports.IsMissing("Aspire.Hosting.Kubernetes", "AspireKubernetesVersion", "deploy/kubernetes");
    }
}
