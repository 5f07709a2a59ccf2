using Ael.AppHost.Compose;
using Ael.AppHost.Export;
using Ael.AppHost.Parameters;
using Ael.AppHost.Preflight;
using Ael.AppHost.Stack;

namespace Ael.AppHost.Engine;

/// <summary>
/// Several engines over one PostgreSQL (docs/guide/scale.md). In local runs as many as <c>--cluster</c> says, behind the one endpoint: Aspire's own proxy shares requests
/// out. In the export for Docker Compose a profile that is off: a database, further engines, and HAProxy in front of all. In that for Kubernetes always: a database,
/// and three of the engine behind its Service.
/// </summary>
internal static class ClusterExtensions
{
    /// <summary>Of the export, and the engine's own word for it.</summary>
    private const string Cluster = "cluster";

    public const string Database = "postgres";

    /// <summary>The further engines of compose; in Kubernetes a name for all.</summary>
    public const string Nodes = "ael-node";

    /// <summary>Npgsql's own variable.</summary>
    public const string Password = "PGPASSWORD";

    private const string Data = "/var/lib/postgresql/data";
    private const string BackendKey = "AEL__EXECUTION__BACKEND";
    private const string StoreKey = "AEL__STORAGE__POSTGRES";

    private static readonly ComposeVariable s_password = new("POSTGRES_PASSWORD", "", "Its password.");

    /// <summary>Whether the export's first engine is one of several.</summary>
    public static (string Name, ComposeVariable From) Backend { get; } = (BackendKey, new ComposeVariable("AEL_BACKEND", "local", "cluster: this engine is one of several."));

    /// <summary>Where the export's engines have their store, if not in a file. Npgsql itself reads the password.</summary>
    public static IReadOnlyList<(string Name, ComposeVariable From)> Store { get; } =
    [
        (StoreKey, new ComposeVariable("AEL_POSTGRES", "", $"PostgreSQL that is the store instead of a file: Host={Database};Username=ael;Database=ael for the one of the profile.")),
        (Password, s_password),
    ];

    public static void WithCluster(this IResourceBuilder<ProjectResource> engine, StackParameter environment, IResourceBuilder<OtelCollectorResource> collector)
    {
        var builder = engine.ApplicationBuilder;
        if (RunOptions.ForKubernetes(builder))
        {
            builder.AddForKubernetes(engine);
        }
        else if (builder.ExecutionContext.IsPublishMode)
        {
            builder.AddProfile(engine, environment, collector);
        }
        else if (RunOptions.Nodes(builder) is > 1 and var nodes && engine.IsInModel())
        {
            Replicate(engine, nodes);
        }
    }

    private static void Replicate(IResourceBuilder<ProjectResource> engine, int nodes)
    {
        var builder = engine.ApplicationBuilder;
        var report = PreflightReport.Of(builder);
        if (report.Runtime is null)
        {
            report.Say($"One engine instead of {nodes}: they share a PostgreSQL, which needs a container runtime.");
            return;
        }

        // Without a volume: what it keeps is for this run.
        var store = builder.AddPostgres(Database).WithImage(Images.Postgres.Name, Images.Postgres.Tag).AddDatabase("ael-store", "ael");
        engine
            .WithReplicas(nodes)
            .WithEnvironment(BackendKey, Cluster)
            .WithEnvironment(StoreKey, store.Resource.ConnectionStringExpression)
            // Any free one: they are on one machine.
            .WithEnvironment("AEL__CLUSTER__PORT", "0")
            // It does not start without its store.
            .WaitFor(store);
    }

    private static void AddProfile(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> engine, StackParameter environment, IResourceBuilder<OtelCollectorResource> collector)
    {
        var store = builder.AddStore();
        var further = builder.AddFurtherEngines(Nodes, engine, environment, new ExportShape("1G", "2.0") { Profile = Cluster, Replicas = 2, StopGrace = "40s", Variables = Store })
            .WithEnvironment(BackendKey, Cluster)
            .WithTelemetryTo(collector)
            .WaitFor(store);
        builder.AddContainer("ael-gateway", Images.HAProxy.Name, Images.HAProxy.Tag)
            .WithHttpEndpoint(8023, 8022)
            .WithReferenceRelationship(further.Resource)
            .WithConfig("Ael.AppHost/Compose/haproxy.cfg", "/usr/local/etc/haproxy/haproxy.cfg")
            .InExport(new ExportShape("128M", "0.5", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8022/health/ready") { Profile = Cluster, Bind = "AEL_BIND" });
    }

    private static void AddForKubernetes(this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> engine)
    {
        builder.AddStore()
            .WithEnvironment(s_password.Name, StackParameter.AddPassword(builder, "postgres-password", "Password of PostgreSQL's user ael.").Builder)
            // The root of a volume may hold what its file system put there, which PostgreSQL does not take for an empty folder.
            .WithEnvironment("PGDATA", $"{Data}/pgdata");
        engine
            .WithReplicas(3)
            .WithEnvironment(BackendKey, Cluster)
            .WithEnvironment(StoreKey, $"Host={Database};Username=ael;Database=ael")
            .WithEnvironment(ComposeVariables.Key, StackParameter.AddPassword(builder, "api-key-sha256", "SHA-256 of the key that callers send.").Builder)
            // The name of its Service.
            .WithEnvironment("AEL__SECURITY__ALLOWED_HOSTS", engine.Resource.Name);
    }

    /// <summary>Aspire's own resource for it would make parameters of user and password.</summary>
    private static IResourceBuilder<ContainerResource> AddStore(this IDistributedApplicationBuilder builder) => builder
        .AddContainer(Database, Images.Postgres.Name, Images.Postgres.Tag)
        .WithEnvironment("POSTGRES_USER", "ael")
        .WithEnvironment("POSTGRES_DB", "ael")
        .WithEndpoint(targetPort: 5432, name: "tcp")
        .WithData(Data)
        .InExport(new ExportShape("1G", "2.0", "pg_isready", "-h", "127.0.0.1", "-U", "ael", "-d", "ael")
        {
            Profile = Cluster,
            // Its folder in the image is that user's, and a fresh volume takes that over.
            User = "postgres",
            UserId = 999,
            Disk = "10Gi",
            StopGrace = "40s",
            Variables = [(s_password.Name, s_password)],
        });
}
