using System.Net;
using System.Net.Sockets;
using Ael.Cluster;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime;

namespace Ael.Engine.Cluster;

/// <summary>Makes the engine a node of a cluster. What only one process needs is not there then: recovery at its start, its own way to drain.</summary>
internal static class ClusterServices
{
    /// <summary>After all that the engine is made of, and before the front doors.</summary>
    public static TBuilder AddCluster<TBuilder>(this TBuilder builder, EngineOptions options)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddSingleton<ClusterPeers>();
        services.AddHostedService(s => s.GetRequiredService<ClusterPeers>());
        builder.AddSilo(new SiloSettings(
            options.Cluster.Id, ClusterPeers.Name, options.Storage.Postgres!, AddressOf(options), options.Cluster.Port, options.Cluster.ProbeTimeout));
        services.AddSingleton<IFatalErrorHandler, LostMembership>();
        services.AddSingleton<ClusterSignals>();
        services.AddHostedService(s => s.GetRequiredService<ClusterSignals>());
        services.AddSingleton<ClusterWorkflows>();
        services.AddHostedService(s => s.GetRequiredService<ClusterWorkflows>());
        services.Replace(ServiceDescriptor.Singleton<IWorkflowCatalogue>(s => s.GetRequiredService<ClusterWorkflows>()));
        services.AddHostedService<ClusterChanges>();
        services.Replace(ServiceDescriptor.Singleton<EngineLimits>(s => new ClusterLimits(options, () => s.GetRequiredService<ClusterMembers>().Place)));
        services.AddSingleton<NodeRuns>();
        services.AddSingleton<ClusterMetrics>();
        services.AddSingleton<ClusterNode>();
        services.AddSingleton<IExecutionNode>(s => s.GetRequiredService<ClusterNode>());
        services.AddSingleton<Placement>();
        services.AddSingleton<Completions>();
        services.Replace(ServiceDescriptor.Singleton(s => new EngineInstance { Id = s.GetRequiredService<ClusterMembers>().Self }));
        services.Replace(ServiceDescriptor.Singleton<IWorkflowEngine, ClusterWorkflowEngine>());
        services.Remove(services.Single(s => s.ImplementationType == typeof(EngineDrain)));
        services.AddHealthChecks().AddCheck<ClusterCheck>("cluster");
        services.AddHostedService<ClusterWatch>();
        services.AddHostedService<ClusterDrain>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Execution.ShutdownGrace + TimeSpan.FromSeconds(15));
        return builder;
    }

    // Where the others reach it: said so, or where it listens, or the machine's first address.
    private static IPAddress AddressOf(EngineOptions options)
    {
        if (IPAddress.TryParse(options.Cluster.Address ?? options.Server.Host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
        {
            return address;
        }

        return options.Cluster.Address is null && options.Server.Host == "localhost"
            ? IPAddress.Loopback
            : Dns.GetHostAddresses(options.Cluster.Address ?? Dns.GetHostName()).FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;
    }
}
