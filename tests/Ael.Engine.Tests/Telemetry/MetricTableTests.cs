using System.Text.RegularExpressions;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support.Otlp;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>DOC-058's table of metrics, row by row, and the rows of engine.md, in what is exported.</summary>
public sealed partial class MetricTableTests(MetricExports exports) : IClassFixture<MetricExports>
{
    // DOC-058, Story 1, as it stands there.
    private const string Specified = """
        | `ael_workflow_executions_total` | Counter | workflow, status | Total executions |
        | `ael_workflow_duration_seconds` | Histogram | workflow | Execution duration |
        | `ael_tool_invocations_total` | Counter | tool, status | Tool call count |
        | `ael_tool_duration_seconds` | Histogram | tool | Tool call duration |
        | `ael_step_executions_total` | Counter | workflow, step, type | Step executions |
        | `ael_active_workflows` | Gauge | - | Currently running |
        | `ael_errors_total` | Counter | type, component | Error count |
        """;

    // engine.md, section 8, and what makes skipped steps and dropped telemetry visible.
    private const string Further = """
        | `ael_step_duration_seconds` | Histogram | workflow, step, type | |
        | `ael_step_retries_total` | Counter | workflow, step | |
        | `ael_step_skips_total` | Counter | workflow, step, reason | |
        | `ael_queued_workflows` | Gauge | - | |
        | `ael_mcp_server_up` | Gauge | server | |
        | `ael_python_workers` | Gauge | state | |
        | `ael_python_isolation` | Gauge | level | |
        | `ael_telemetry_dropped_total` | Counter | signal | |
        """;

    public static TheoryData<string, string, string> Rows =>
        [.. (Specified + "\n" + Further).Split('\n').Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Select(c => (c[1].Trim('`'), c[2], c[3] == "-" ? "" : c[3]))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Prometheus_reads_the_metric_with_its_type_labels_and_help(string name, string type, string labels)
    {
        var text = exports.Prometheus;

        Assert.Equal(type.ToLowerInvariant(), text.Types[name]);
        Assert.Equal(Definition(name).Description, text.Help[name]);
        var samples = text.Of(type == "Histogram" ? name + "_count" : name).ToList();
        Assert.NotEmpty(samples);
        Assert.All(samples, s => Assert.Equal(Sorted(labels), s.Labels.Keys.Order()));
        if (type == "Histogram")
        {
            Assert.Equal(samples.Count, text.Of(name + "_sum").Count());
            Assert.Equal([.. MetricCatalogue.SecondsBuckets, double.PositiveInfinity], Bounds(text, name));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Otlp_carries_the_metric_over_gRPC_and_HTTP(string name, string type, string labels)
    {
        var definition = Definition(name);
        foreach (var metrics in exports.Otlp.Values)
        {
            var metric = metrics[definition.Name];
            Assert.Equal((definition.Unit, definition.Description, "Ael.Engine"), (metric.Unit, metric.Description, metric.Origin.Scope));
            Assert.NotEmpty(metric.Points);
            Assert.All(metric.Points, p => Assert.Equal(Sorted(labels), p.Attributes.Keys.Order()));
            Assert.Equal(type == "Counter", metric is { Type: OtlpMetricType.Sum, Monotonic: true, Temporality: OtlpTemporality.Cumulative });
            Assert.Equal(type == "Histogram", metric.Type == OtlpMetricType.Histogram);
            Assert.All(metric.Points, p => Assert.Equal(type == "Histogram" ? MetricCatalogue.SecondsBuckets : [], p.Bounds));
        }
    }

    [Fact]
    public void The_tables_are_the_catalogue()
    {
        var rows = Rows.Select(r => r.Data).Select(r => $"{r.Item1} {r.Item2} {r.Item3}");

        var alwaysThere = MetricCatalogue.All.Except([.. MetricCatalogue.OfPostgres, .. MetricCatalogue.OfClusters]).Where(m => m != MetricCatalogue.TracesDecidedEarly);
        Assert.Equal(
            rows, alwaysThere.Select(m => $"{m.PrometheusName} {m.Kind} {string.Join(", ", m.Labels.Select(l => l.Name))}").Select(s => s)
                .OrderBy(s => rows.ToList().IndexOf(s)));
    }

    [Fact]
    public void Nothing_of_the_engine_is_exported_that_the_catalogue_does_not_have()
    {
        var known = MetricCatalogue.All.Select(m => m.PrometheusName).ToHashSet();

        Assert.Subset(known, exports.Prometheus.Types.Keys.Where(n => n.StartsWith("ael_", StringComparison.Ordinal)).ToHashSet());
        Assert.All(exports.Otlp.Values, o => Assert.Subset(
            MetricCatalogue.All.Except(MetricCatalogue.OfClusters).Select(m => m.Name).ToHashSet(), o.Keys.Where(n => n.StartsWith("ael.", StringComparison.Ordinal)).ToHashSet()));
    }

    [Fact]
    public void Durations_are_told_apart_from_1_ms_to_10_min() => Assert.Equal((0.001, 600), (MetricCatalogue.SecondsBuckets[0], MetricCatalogue.SecondsBuckets[^1]));

    [Fact]
    public void Label_values_are_those_of_the_catalogue()
    {
        Assert.Equal(CallStatus.All.Order(), Values("ael_workflow_executions_total", "status"));
        Assert.Equal(CallStatus.All.Order(), Values("ael_tool_invocations_total", "status"));
        Assert.Equal(["echo", "fail", "hang", "unknown"], Values("ael_tool_invocations_total", "tool"));
        Assert.Equal(["code", "tool_call", "workflow"], Values("ael_step_executions_total", "type"));
        Assert.Equal(["dependency", "missing_tool", "on_error", "when"], Values("ael_step_skips_total", "reason"));
        Assert.Equal(["busy", "ready"], Values("ael_python_workers", "state"));
        Assert.Subset(ErrorCode.All.Select(c => c.Name).ToHashSet(), Values("ael_errors_total", "type").ToHashSet());
        Assert.Subset(Components.All.ToHashSet(), Values("ael_errors_total", "component").ToHashSet());
    }

    [Fact]
    public void Exemplars_lead_to_the_traces_of_executions()
    {
        var inText = Exemplar().Matches(exports.OpenMetrics).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(inText);
        Assert.All(inText, id => Assert.Contains(id, exports.TraceIds));
        foreach (var metrics in exports.Otlp.Values)
        {
            var exemplars = metrics["ael.workflow.duration"].Points.SelectMany(p => p.Exemplars).ToList();
            Assert.NotEmpty(exemplars);
            Assert.All(exemplars, e => Assert.Contains(e.TraceId, exports.TraceIds));
        }
    }

    [Theory]
    [InlineData("http_client_request_duration_seconds")]
    [InlineData("dotnet_gc_collections_total")]
    [InlineData("kestrel_active_connections")]
    [InlineData("mcp_client_operation_duration_seconds")]
    public void The_platform_is_measured_too(string name) => Assert.Contains(name, exports.Prometheus.Types.Keys);

    private static MetricDefinition Definition(string prometheusName) => MetricCatalogue.All.Single(m => m.PrometheusName == prometheusName);

    private static IEnumerable<string> Sorted(string labels) => labels.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order();

    private static IEnumerable<double> Bounds(PrometheusText text, string name) => text.Of(name + "_bucket")
        .Select(s => s.Labels["le"]).Distinct().Select(le => le == "+Inf" ? double.PositiveInfinity : double.Parse(le, System.Globalization.CultureInfo.InvariantCulture));

    private IEnumerable<string> Values(string metric, string label) => exports.Prometheus.Of(metric).Select(s => s.Labels[label]).Distinct().Order();

    [GeneratedRegex("""^ael_workflow_duration_seconds_bucket.* # \{trace_id="([0-9a-f]{32})",span_id="[0-9a-f]{16}"\}""", RegexOptions.Multiline)]
    private static partial Regex Exemplar();
}
