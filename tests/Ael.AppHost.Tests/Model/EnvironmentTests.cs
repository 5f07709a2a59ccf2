using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Ael.AppHost.Tests.Model;

/// <summary>What the processes get to know of each other and of the parameters.</summary>
public sealed class EnvironmentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_engine_sends_everything_to_the_collector_and_nobody_the_dashboard_s_key()
    {
        await using var topology = await Topology.BuildAsync(Token, "--AppHost:OtlpApiKey=key-of-the-dashboard");

        var variables = await VariablesAsync(topology, "ael");

        var endpoint = Assert.IsType<EndpointReference>(variables["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal(("otel-collector", "grpc"), (endpoint.Resource.Name, endpoint.EndpointName));
        Assert.Equal("grpc", variables["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.DoesNotContain("OTEL_EXPORTER_OTLP_HEADERS", variables.Keys);
        Assert.DoesNotContain("OTEL_TRACES_SAMPLER", variables.Keys);
        Assert.Equal(Repository.PathOf("ael-config.yaml"), variables["AEL_CONFIG_PATH"]);
    }

    [Fact]
    public async Task Without_the_stack_the_engine_keeps_what_aspire_says()
    {
        await using var topology = await Topology.CheckedAsync(Token, "--Stack=false", $"--Ports:ael={FreePort.Find()}");

        var variables = await VariablesAsync(topology, "ael");

        Assert.IsNotType<EndpointReference>(variables["OTEL_EXPORTER_OTLP_ENDPOINT"]);
    }

    [Fact]
    public async Task Whoever_looks_locally_needs_no_password_and_is_a_viewer()
    {
        await using var topology = await Topology.BuildAsync(Token);

        var variables = await VariablesAsync(topology, "grafana");

        Assert.Equal(("true", "Viewer"), (variables["GF_AUTH_ANONYMOUS_ENABLED"], variables["GF_AUTH_ANONYMOUS_ORG_ROLE"]));
        Assert.Equal("true", variables["GF_USERS_VIEWERS_CAN_EDIT"]);
        Assert.Equal("grafana-password", Assert.IsType<ParameterResource>(variables["GF_SECURITY_ADMIN_PASSWORD"]).Name);
    }

    [Theory]
    [InlineData("loki", "LOKI_RETENTION", "168h")]
    [InlineData("tempo", "TEMPO_RETENTION", "168h")]
    [InlineData("otel-collector", "AEL_TRACES_PERCENT", "100")]
    [InlineData("otel-collector", "AEL_TRACES_SLOW_MS", "5000")]
    [InlineData("alertmanager", "ALERT_WEBHOOK", "")]
    public async Task Parameters_have_their_defaults(string resource, string variable, string value)
    {
        await using var topology = await Topology.BuildAsync(Token);

        var parameter = Assert.IsType<ParameterResource>((await VariablesAsync(topology, resource))[variable]);

        Assert.Equal(value, await parameter.GetValueAsync(Token));
    }

    [Fact]
    public async Task A_parameter_can_be_set()
    {
        await using var topology = await Topology.BuildAsync(Token, "--Parameters:logs-retention=48h");

        var parameter = Assert.IsType<ParameterResource>((await VariablesAsync(topology, "loki"))["LOKI_RETENTION"]);

        Assert.Equal("48h", await parameter.GetValueAsync(Token));
    }

    [Fact]
    public async Task Without_a_dashboard_the_collector_sends_it_nothing()
    {
        await using var topology = await Topology.BuildAsync(Token);
        var collector = topology.Find<ContainerResource>("otel-collector");
        List<object> arguments = [];
        foreach (var callback in collector.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await callback.Callback(new CommandLineArgsCallbackContext(arguments, collector, Token) { ExecutionContext = Run });
        }

        Assert.Equal(["--config=/etc/otelcol-contrib/config.yaml"], arguments);
        Assert.DoesNotContain((await VariablesAsync(topology, "otel-collector")).Keys, k => k.StartsWith("OTEL_", StringComparison.Ordinal) || k.StartsWith("ASPIRE_", StringComparison.Ordinal));
    }

    private static DistributedApplicationExecutionContext Run => new(DistributedApplicationOperation.Run);

    // As they are declared: their values are known only once everything has started.
    private static async Task<Dictionary<string, object>> VariablesAsync(Topology topology, string name)
    {
        var resource = topology.Find<IResource>(name);
        Dictionary<string, object> variables = [];
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await callback.Callback(new EnvironmentCallbackContext(Run, resource, variables, Token));
        }

        return variables;
    }
}
