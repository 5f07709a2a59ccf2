using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Ael.Cluster;

/// <summary>Makes the process a silo: membership and reminders in PostgreSQL, no gateway, since every node is its own client.</summary>
internal static class SiloRegistration
{
    private const string Npgsql = "Npgsql";
    private const string Service = "ael";

    /// <summary>Needs an <see cref="IExecutionNode"/>.</summary>
    public static void AddSilo(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, Service));
            silo.Configure<SiloOptions>(o => o.SiloName = settings.Name);
            silo.Configure<EndpointOptions>(o =>
            {
                o.AdvertisedIPAddress = settings.Address;
                o.SiloPort = settings.Port == 0 ? FreePort(settings.Address) : settings.Port;
                o.GatewayPort = 0;
                o.SiloListeningEndpoint = new IPEndPoint(settings.Address, o.SiloPort);
            });
            silo.Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = settings.ProbeTimeout;
                o.TableRefreshTimeout = settings.ProbeTimeout * 4;
                o.IAmAliveTablePublishTimeout = settings.ProbeTimeout * 4;
            });
            // The other one forgets with a node which activations on other nodes were its to know, and ends them: a third of what goes on elsewhere would move as well.
            silo.AddDistributedGrainDirectory();
            // It would keep what a dead node drove from being driven elsewhere for as long again as it took to find that out, lest the dead one still act: the store's claims see to that.
            silo.Configure<GrainDirectoryOptions>(o => o.RangeLeaseDuration = TimeSpan.Zero);
            // With the least executions of all nodes, not of a sample.
            silo.Configure<ActivationCountBasedPlacementOptions>(o => o.ChooseOutOf = int.MaxValue);
            silo.Configure<GrainCollectionOptions>(o =>
            {
                o.CollectionQuantum = TimeSpan.FromSeconds(5);
                o.ClassSpecificCollectionAge[typeof(ExecutionGrain).FullName!] = TimeSpan.FromSeconds(15);
            });
            silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Npgsql, settings.ConnectionString));
            silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Npgsql, settings.ConnectionString));
            silo.Services.AddSerializer(s => s.AddAssembly(typeof(ExecutionGrain).Assembly));
            silo.Services.AddSingleton<ClusterMembers>();
        });
    }

    // Orleans tells the other nodes the port before it listens on it, so it has to be known before.
    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
