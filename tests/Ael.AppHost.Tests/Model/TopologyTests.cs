using Ael.AppHost.Stack;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Ael.AppHost.Tests.Model;

public sealed class TopologyTests
{
    private static readonly string[] s_stack = ["alertmanager", "grafana", "loki", "otel-collector", "prometheus", "tempo"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_there_with_a_pinned_image_and_a_health_check()
    {
        await using var topology = await Topology.BuildAsync(Token);

        Assert.Equal(s_stack, topology.Containers.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.Single(topology.Resources.OfType<ProjectResource>(), r => r.Name == "ael");
        Assert.All(topology.Containers, c => Assert.Matches(@"^[a-z/-]+:v?\d+\.\d+\.\d+$", ImageOf(c)));
        Assert.All(topology.Containers.Append<IResource>(topology.Find<ProjectResource>("ael")), r => Assert.NotEmpty(r.Annotations.OfType<HealthCheckAnnotation>()));
    }

    [Fact]
    public async Task Ports_on_this_machine_are_fixed_and_none_is_there_twice()
    {
        await using var topology = await Topology.BuildAsync(Token);

        var ports = topology.Resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>()).Select(e => e.Port).OfType<int>().ToList();

        Assert.Distinct(ports);
        Assert.Equal([3000, 3100, 3200, 4317, 4318, 8022, 9090, 9093], ports.Order());
    }

    [Fact]
    public async Task Another_port_is_a_setting()
    {
        await using var topology = await Topology.BuildAsync(Token, "--Ports:grafana=3333", "--Ports:ael=8333");

        Assert.Contains(topology.Find<GrafanaResource>("grafana").Annotations.OfType<EndpointAnnotation>(), e => e is { Port: 3333, TargetPort: 3000 });
        Assert.Contains(topology.Find<ProjectResource>("ael").Annotations.OfType<EndpointAnnotation>(), e => e is { Port: 8333, TargetPort: 8333 });
    }

    [Fact]
    public async Task Nothing_waits_for_anything()
    {
        await using var topology = await Topology.BuildAsync(Token);

        Assert.All(topology.Resources, r => Assert.Empty(r.Annotations.OfType<WaitAnnotation>()));
    }

    [Fact]
    public async Task Configuration_comes_from_the_repository()
    {
        await using var topology = await Topology.BuildAsync(Token);

        var mounts = topology.Containers.SelectMany(c => c.Annotations.OfType<ConfigMount>()).ToList();

        Assert.All(topology.Containers, c => Assert.NotEmpty(c.Annotations.OfType<ConfigMount>()));
        Assert.All(mounts, m => Assert.True(File.Exists(Repository.PathOf(m.Source)) || Directory.Exists(Repository.PathOf(m.Source)), m.Source));
        Assert.All(mounts.Where(m => File.Exists(Repository.PathOf(m.Source))), m => Assert.Equal(Path.GetFileName(m.Source), Path.GetFileName(m.Target)));
        Assert.All(topology.Containers, c => Assert.NotEmpty(c.Annotations.OfType<ContainerFileSystemCallbackAnnotation>()));
    }

    [Fact]
    public async Task What_is_kept_is_kept_in_a_volume_of_its_own()
    {
        await using var topology = await Topology.BuildAsync(Token);

        var volumes = topology.Containers.Select(c => Assert.Single(c.Annotations.OfType<ContainerMountAnnotation>())).ToList();

        Assert.All(volumes, v => Assert.Equal(ContainerMountType.Volume, v.Type));
        Assert.Distinct(volumes.Select(v => v.Source));
    }

    [Fact]
    public async Task Containers_stay_when_that_is_wanted()
    {
        await using var topology = await Topology.BuildAsync(Token, "--Persistent=true");

        Assert.All(topology.Containers, c => Assert.Equal(ContainerLifetime.Persistent, Assert.Single(c.Annotations.OfType<ContainerLifetimeAnnotation>()).Lifetime));
    }

    [Theory]
    [InlineData("otel-collector", "prometheus", "loki", "tempo")]
    [InlineData("grafana", "prometheus", "loki", "tempo", "alertmanager")]
    [InlineData("prometheus", "alertmanager")]
    [InlineData("tempo", "prometheus")]
    [InlineData("ael", "otel-collector")]
    public async Task The_dashboard_s_graph_is_the_picture(string from, params string[] to)
    {
        await using var topology = await Topology.BuildAsync(Token);

        var links = topology.Find<IResource>(from).Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => r.Resource.Name);

        Assert.Superset(to.ToHashSet(), links.ToHashSet());
    }

    [Fact]
    public async Task Several_engines_share_a_PostgreSQL_behind_the_one_port()
    {
        await using var topology = await Topology.BuildAsync(Token, "--cluster", "3");
        var engine = topology.Find<ProjectResource>("ael");

        Assert.Equal(3, Assert.Single(engine.Annotations.OfType<ReplicaAnnotation>()).Replicas);
        // Aspire's proxy listens there; each engine has a port of its own.
        Assert.Contains(engine.Annotations.OfType<EndpointAnnotation>(), e => e is { Name: "http", Port: 8022, TargetPort: null, IsProxied: true });
        Assert.Contains("ael-store", engine.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource.Name));
        var postgres = topology.Find<ContainerResource>("postgres");
        // Aspire puts a registry before its own resource's image.
        Assert.EndsWith("/postgres:17.6", ImageOf(postgres), StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_Kubernetes_one_engine_is_there_three_times_and_nothing_in_front_of_it()
    {
        // A manifest needs no further package, and has the same topology.
        await using var topology = await Topology.BuildAsync(Token, "--publisher", "manifest", "--output-path", "unused.json", "--export", "kubernetes");

        var engine = Assert.Single(topology.Resources.OfType<ProjectResource>());
        Assert.Equal(3, Assert.Single(engine.Annotations.OfType<ReplicaAnnotation>()).Replicas);
        Assert.Equal(
            ["alertmanager", "grafana", "loki", "otel-collector", "postgres", "prometheus", "tempo"], topology.Containers.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.Contains(topology.Resources.OfType<ParameterResource>(), p => p is { Name: "postgres-password", Secret: true });
    }

    [Theory]
    [InlineData("three")]
    [InlineData("0")]
    [InlineData("17")]
    public async Task A_number_of_engines_that_cannot_be_is_said(string nodes)
    {
        var error = await Record.ExceptionAsync(() => Topology.BuildAsync(Token, "--cluster", nodes));

        Assert.Contains("it is the number of engines", error!.ToString(), StringComparison.Ordinal);
    }

    private static string ImageOf(ContainerResource container) => container.TryGetContainerImageName(out var image) ? image! : "";
}
