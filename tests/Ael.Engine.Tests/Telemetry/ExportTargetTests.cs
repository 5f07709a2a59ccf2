using Ael.ServiceDefaults.Export;
using OpenTelemetry.Exporter;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Where each signal goes: the configuration, with OpenTelemetry's variables for single signals over it.</summary>
public sealed class ExportTargetTests
{
    private static readonly OtlpDefaults s_configured = new() { Endpoint = new Uri("http://c:4317"), Headers = new Dictionary<string, string> { ["key"] = "a" } };

    [Fact]
    public void Without_an_endpoint_there_is_no_target() => Assert.Empty(Targets(new OtlpDefaults()).All);

    [Fact]
    public void All_signals_go_where_the_configuration_says()
    {
        var targets = Targets(s_configured);

        Assert.Equal([TelemetrySignal.Traces, TelemetrySignal.Metrics, TelemetrySignal.Logs], targets.All.Select(t => t.Signal));
        Assert.All(targets.All, t => Assert.Equal((new Uri("http://c:4317"), OtlpExportProtocol.Grpc, "a"), (t.Endpoint, t.Protocol, t.Headers["key"])));
        Assert.Equal((8192, 512, 1d, 10d), (targets.All[0].MaxQueue, targets.All[0].MaxBatch, targets.All[0].Delay.TotalSeconds, targets.All[0].Timeout.TotalSeconds));
        Assert.Equal(15, targets.Of(TelemetrySignal.Metrics)!.Delay.TotalSeconds);
    }

    [Theory]
    [InlineData("http://c:4318", "http://c:4318/v1/traces")]
    [InlineData("http://c:4318/", "http://c:4318/v1/traces")]
    [InlineData("https://c/otlp", "https://c/otlp/v1/traces")]
    public void Over_http_each_signal_has_its_path(string endpoint, string traces) =>
        Assert.Equal(traces, Targets(new OtlpDefaults { Endpoint = new Uri(endpoint), Protocol = OtlpExportProtocol.HttpProtobuf }).All[0].Endpoint.ToString());

    [Fact]
    public void A_variable_for_one_signal_moves_that_one_only()
    {
        var targets = Targets(s_configured,
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://tempo/here"), ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "Authorization=Basic%20x%2Cy, other = z"), ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "1500"));

        var traces = targets.Of(TelemetrySignal.Traces)!;
        Assert.Equal(("https://tempo/here", OtlpExportProtocol.HttpProtobuf, 1.5), (traces.Endpoint.ToString(), traces.Protocol, traces.Timeout.TotalSeconds));
        Assert.Equal(new Dictionary<string, string> { ["Authorization"] = "Basic x,y", ["other"] = "z" }, traces.Headers);
        Assert.Equal(s_configured.Endpoint, targets.Of(TelemetrySignal.Logs)!.Endpoint);
        Assert.Equal("a", targets.Of(TelemetrySignal.Logs)!.Headers["key"]);
    }

    [Fact]
    public void A_signal_may_be_the_only_one() =>
        Assert.Equal(TelemetrySignal.Logs, Assert.Single(Targets(new OtlpDefaults(), ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://loki:4317")).All).Signal);

    [Theory]
    [InlineData("none", false)]
    [InlineData("prometheus", false)]
    [InlineData("prometheus, otlp", true)]
    [InlineData("otlp", true)]
    public void Exporter_variables_switch_a_signal_off(string value, bool exported) =>
        Assert.Equal(exported, Targets(s_configured, ("OTEL_METRICS_EXPORTER", value)).Of(TelemetrySignal.Metrics) is not null);

    [Fact]
    public void Batches_of_spans_and_of_log_records_have_their_own_variables()
    {
        var targets = Targets(s_configured,
            ("OTEL_BSP_SCHEDULE_DELAY", "50"), ("OTEL_BSP_MAX_QUEUE_SIZE", "100"), ("OTEL_BLRP_SCHEDULE_DELAY", "70"), ("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "7"));

        var (traces, logs) = (targets.Of(TelemetrySignal.Traces)!, targets.Of(TelemetrySignal.Logs)!);
        Assert.Equal((50, 100, 100), (traces.Delay.TotalMilliseconds, traces.MaxQueue, traces.MaxBatch));
        Assert.Equal((70, 8192, 7), (logs.Delay.TotalMilliseconds, logs.MaxQueue, logs.MaxBatch));
    }

    [Theory]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "0", "expected a whole number from 1")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json", "expected grpc or http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector:4317", "expected a URL")]
    public void A_value_that_cannot_be_is_reported_and_not_used(string name, string value, string expected)
    {
        var targets = Targets(s_configured, (name, value));

        var problem = Assert.Single(targets.Problems);
        Assert.StartsWith($"{name} is not used: {expected}", problem, StringComparison.Ordinal);
        Assert.Contains(value, problem, StringComparison.Ordinal);
        Assert.Equal(Targets(s_configured).Of(TelemetrySignal.Traces)! with { Headers = s_configured.Headers }, targets.Of(TelemetrySignal.Traces));
    }

    private static OtlpTargets Targets(OtlpDefaults defaults, params (string Name, string Value)[] variables) =>
        new(defaults, name => Array.Find(variables, v => v.Name == name).Value);
}
