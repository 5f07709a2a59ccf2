using System.Net;
using System.Net.Sockets;
using Ael.AppHost.Preflight;
using Ael.AppHost.Stack;
using Ael.AppHost.Tests.Model;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Ael.AppHost.Tests.Preflight;

/// <summary>Bad input is one line that names the resource and the fix, and everything else is in the model.</summary>
public sealed class PreflightTests
{
    private static readonly string[] s_ports = ["ael", "alertmanager", "grafana", "loki", "otel-collector-grpc", "otel-collector-http", "prometheus", "tempo"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("prometheus", "prometheus")]
    [InlineData("otel-collector-grpc", "otel-collector")]
    [InlineData("ael", "ael")]
    public async Task A_port_that_is_taken_costs_its_resource(string key, string resource)
    {
        using var runtime = new FakeRuntime("exit 0");
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await using var topology = await Topology.CheckedAsync(Token, [.. runtime.Arguments, .. OtherPorts(key), $"--Ports:{key}={port}"]);

        AssertOnlyMissing(topology, resource);
        var line = Assert.Single(topology.Said, l => l.StartsWith($"{resource} is not started", StringComparison.Ordinal));
        Assert.Contains($"port {port} of this machine is taken", line, StringComparison.Ordinal);
        Assert.Contains($"--Ports:{key}=", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logs-retention", "7d", "loki", "a number of hours, at least 24h")]
    [InlineData("logs-retention", "12h", "loki", "a number of hours, at least 24h")]
    [InlineData("traces-retention", "forever", "tempo", "a number of hours")]
    [InlineData("metrics-size", "5", "prometheus", "GB")]
    [InlineData("traces-percent", "101", "otel-collector", "from 0 to 100")]
    [InlineData("alert-webhook", "example.org", "alertmanager", "http or https URL")]
    [InlineData("environment-name", "a,b=c", "ael", "a word")]
    public async Task A_wrong_parameter_costs_its_resource(string parameter, string value, string resource, string expected)
    {
        using var runtime = new FakeRuntime("exit 0");

        await using var topology = await Topology.CheckedAsync(Token, [.. runtime.Arguments, .. OtherPorts(), $"--Parameters:{parameter}={value}"]);

        AssertOnlyMissing(topology, resource);
        var line = Assert.Single(topology.Said, l => l.Contains($"the parameter {parameter} is '{value}'", StringComparison.Ordinal));
        Assert.StartsWith(resource, line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Contains($"Parameters__{parameter.Replace('-', '_')}=", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_none_costs_its_resource()
    {
        using var runtime = new FakeRuntime("exit 0");

        await using var topology = await Topology.CheckedAsync(Token, [.. runtime.Arguments, .. OtherPorts("loki"), "--Ports:loki=seventy"]);

        AssertOnlyMissing(topology, "loki");
        Assert.Contains(topology.Said, l => l.Contains("Ports:loki is 'seventy'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("echo Cannot connect to the daemon >&2; exit 1", "does not answer (Cannot connect to the daemon)")]
    [InlineData(null, "no container runtime answers")]
    public async Task Without_a_runtime_the_engine_starts_alone_and_two_lines_say_so(string? script, string reason)
    {
        using var runtime = new FakeRuntime(script);

        await using var topology = await Topology.CheckedAsync(Token, [.. runtime.Arguments, .. OtherPorts()]);

        Assert.Empty(topology.Containers);
        Assert.Equal("ael", topology.Find<ProjectResource>("ael").Name);
        Assert.Equal(2, topology.Said.Count);
        Assert.Contains(reason, topology.Said[0], StringComparison.Ordinal);
        Assert.StartsWith("To get them: ", topology.Said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_buildkit_prometheus_starts_all_the_same_and_does_not_reach_out_to_the_engine()
    {
        // Named docker, since podman has no such plugin to look for.
        using var runtime = new FakeRuntime("[ \"$1\" != buildx ]");

        await using var topology = await Topology.CheckedAsync(Token, [.. runtime.Arguments, .. OtherPorts()]);

        AssertOnlyMissing(topology);
        Assert.Contains(topology.Said, l => l.Contains("BuildKit", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_no_yaml_is_said_with_its_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("config.yaml"), "server:\n  port: 1\n bad: [\n");
        Directory.CreateDirectory(folder.PathOf("fine"));
        File.WriteAllText(folder.PathOf("fine", "config.yaml"), "server: {}\n");

        Assert.Contains("no YAML from line 3", ConfigFiles.Problem(folder.Path), StringComparison.Ordinal);
        Assert.Contains("missing", ConfigFiles.Problem(folder.PathOf("nothing.yaml")), StringComparison.Ordinal);
        Assert.Null(ConfigFiles.Problem(folder.PathOf("fine")));
    }

    [Fact]
    public void A_file_with_an_error_costs_its_resource_and_not_its_neighbour()
    {
        using var runtime = new FakeRuntime("exit 0");
        using var checkout = new TemporaryFolder();
        foreach (var name in new[] { "loki", "tempo" })
        {
            Directory.CreateDirectory(checkout.PathOf("otel", name));
            File.Copy(Repository.PathOf("otel", name, "config.yaml"), checkout.PathOf("otel", name, "config.yaml"));
        }

        File.AppendAllText(checkout.PathOf("otel", "loki", "config.yaml"), " limits_config: [\n");
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = [.. runtime.Arguments, .. OtherPorts()],
            ProjectDirectory = Directory.CreateDirectory(checkout.PathOf("Ael.AppHost")).FullName,
            DisableDashboard = true,
        });

        builder.AddLoki("loki");
        builder.AddTempo("tempo");

        Assert.Equal(["tempo"], builder.Resources.OfType<ContainerResource>().Select(r => r.Name));
        var line = Assert.Single(PreflightReport.Of(builder).Lines, l => l.StartsWith("loki is not started: ", StringComparison.Ordinal));
        Assert.Contains("no YAML from line", line, StringComparison.Ordinal);
        Assert.Contains("git checkout otel/loki/config.yaml", line, StringComparison.Ordinal);
    }

    private static IEnumerable<string> OtherPorts(string? but = null) => s_ports.Where(p => p != but).Select(p => $"--Ports:{p}={FreePort.Find()}");

    private static void AssertOnlyMissing(Topology topology, params string[] missing)
    {
        string[] all = ["ael", "alertmanager", "grafana", "loki", "otel-collector", "prometheus", "tempo"];
        Assert.Equal(all.Except(missing), topology.Resources.Where(r => r is ContainerResource or ProjectResource).Select(r => r.Name).Order(StringComparer.Ordinal));
    }
}
