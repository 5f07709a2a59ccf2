using Ael.AppHost.Engine;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace Ael.AppHost.Kubernetes;

/// <summary>What only the engine has in the chart.</summary>
internal static class KubernetesEngine
{
    public static void Finish(KubernetesResource service, PodSpecV1 pod, ContainerV1 container)
    {
        // The others reach it there.
        container.Env.Add(new EnvVarV1 { Name = "AEL__CLUSTER__ADDRESS", ValueFrom = new EnvVarSourceV1 { FieldRef = new ObjectFieldSelectorV1 { FieldPath = "status.podIP" } } });
        // Npgsql reads it; the database's own, so that it is said once.
        container.Env.Add(new EnvVarV1
        {
            Name = ClusterExtensions.Password,
            ValueFrom = new EnvVarSourceV1 { SecretKeyRef = new SecretKeySelectorV1 { Name = $"{ClusterExtensions.Database}-secrets", Key = "POSTGRES_PASSWORD" } },
        });

        // As in compose, where Docker's profile stands in the way of bubblewrap's mounts.
        container.SecurityContext!.AppArmorProfile = new AppArmorProfileV1 { Type = "Unconfined" };

        // A session of MCP is known to the node that opened it; this is as near as a Service comes to that.
        service.Service!.Spec.SessionAffinity = "ClientIP";
        service.AdditionalResources.Add(Nodes(service.Service));
    }

    /// <summary>The name of all nodes, for Prometheus: also of those that are not ready, which it is to show.</summary>
    private static Service Nodes(Service engine)
    {
        var nodes = new Service { Metadata = { Name = ClusterExtensions.Nodes }, Spec = { ClusterIp = "None", PublishNotReadyAddresses = true } };
        foreach (var (key, value) in engine.Spec.Selector)
        {
            nodes.Spec.Selector[key] = value;
        }

        nodes.Spec.Ports.AddRange(engine.Spec.Ports.Where(p => p.Name == EngineExtensions.Metrics));
        return nodes;
    }
}
