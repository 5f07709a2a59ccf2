using System.Globalization;
using Ael.Stack.Tests.Queries;
using Ael.Stack.Tests.Rules;

namespace Ael.Stack.Tests.Dashboards;

/// <summary>
/// What panels say of engines that share a load: the same for one as for three, and of what is each node's own, each node's. Prometheus's tool evaluates the
/// panels' own queries over series that are written here; the engines differ by <c>instance</c> alone.
/// </summary>
public sealed class NodePanelTests
{
    // A minute has four of them.
    private const string Interval = "15s";
    private const string At = "60m";
    private const int Samples = 300;

    // All engines together. A minute has 12 executions, of which 3 fail, and 6 calls; half of all durations are below 0.5 s.
    private static readonly Dictionary<string, double> s_together = new()
    {
        ["ael-overview, Engine, A"] = 1,
        ["ael-overview, Running now, A"] = 6,
        ["ael-overview, Waiting now, A"] = 3,
        ["ael-overview, MCP servers down, A"] = 0,
        ["ael-overview, Throughput, A"] = 12,
        ["ael-overview, Error rate, A"] = 0.25,
        ["ael-overview, Duration, A"] = 0.5,
        ["ael-workflows, Success rate, A"] = 0.75,
        ["ael-workflows, Running now, A"] = 6,
        ["ael-workflows, Duration, p95, A"] = 0.95,
        ["ael-workflows, Executions by result, A"] = 12,
        ["ael-tools, Call frequency, A"] = 6,
        ["ael-tools, MCP servers, A"] = 1,
        ["ael-pipeline, Executions by node, A"] = 9,
        ["ael-pipeline, Moves and recoveries, A"] = 3,
        ["ael-pipeline, Moves and recoveries, B"] = 3,
        ["ael-pipeline, Store latency, A"] = 0.5,
        ["ael-pipeline, Store latency, B"] = 0.95,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Panels_say_the_same_of_a_load_whatever_the_number_of_engines(int nodes)
    {
        var expected = new Dictionary<string, double>(s_together) { ["ael-pipeline, Nodes, A"] = nodes };

        await CheckAsync(Series(nodes), expected);
    }

    [Fact]
    public async Task One_of_three_engines_that_is_down_or_has_lost_a_server_is_seen()
    {
        var series = Series(3).Concat([("up{job=\"ael-engine\", instance=\"ael-4:9090\"}", "0"), ("ael_mcp_server_up{job=\"ael\", instance=\"4\", server=\"files\"}", "0")]);

        await CheckAsync(series, new Dictionary<string, double>
        {
            ["ael-overview, Engine, A"] = 1,
            ["ael-overview, MCP servers down, A"] = 1,
            ["ael-tools, MCP servers, A"] = 0.75,
            ["ael-tools, MCP servers over time, A"] = 0.75,
            // The collector's part is whole.
            ["ael-pipeline, Parts, A"] = 1.75,
        });
    }

    // What is shared is thirds for three; what rises is given by sample.
    private static IEnumerable<(string Series, string Value)> Series(int nodes)
    {
        string Part(double whole) => (whole / nodes).ToString(CultureInfo.InvariantCulture);
        string Rising(double perMinute) => $"0+{Part(perMinute / 4)}";
        yield return ("up{job=\"ael\", instance=\"otel-collector:8889\"}", "1");
        for (var node = 1; node <= nodes; node++)
        {
            string Of(string name, string labels = "") => $"{name}{{job=\"ael\", instance=\"{node.ToString(CultureInfo.InvariantCulture)}\", otel_scope_name=\"ael\"{labels}}}";
            yield return ($"up{{job=\"ael-engine\", instance=\"ael-{node.ToString(CultureInfo.InvariantCulture)}:9090\"}}", "1");
            yield return (Of("ael_active_workflows"), Part(6));
            yield return (Of("ael_queued_workflows"), Part(3));
            yield return (Of("ael_mcp_server_up", ", server=\"files\""), "1");
            yield return (Of("ael_cluster_nodes"), nodes.ToString(CultureInfo.InvariantCulture));
            yield return (Of("ael_cluster_activations"), Part(9));
            yield return (Of("ael_cluster_moves_total", ", reason=\"drained\""), Rising(3));
            yield return (Of("ael_cluster_recoveries_total"), Rising(3));
            yield return (Of("ael_workflow_executions_total", ", workflow=\"w\", status=\"success\""), Rising(9));
            yield return (Of("ael_workflow_executions_total", ", workflow=\"w\", status=\"error\""), Rising(3));
            yield return (Of("ael_tool_invocations_total", ", tool=\"t\", status=\"success\""), Rising(6));
            foreach (var (name, labels) in new[] { ("ael_workflow_duration_seconds", ", workflow=\"w\""), ("ael_store_duration_seconds", ", operation=\"step\"") })
            {
                // Evenly between 0 and 1 s.
                yield return (Of(name + "_bucket", labels + ", le=\"0.5\""), Rising(6));
                yield return (Of(name + "_bucket", labels + ", le=\"1\""), Rising(12));
                yield return (Of(name + "_bucket", labels + ", le=\"+Inf\""), Rising(12));
            }
        }
    }

    // A panel's series are added up; thousandths are enough.
    private static async Task CheckAsync(IEnumerable<(string Series, string Value)> series, Dictionary<string, double> expected)
    {
        var panels = Dashboard.All().SelectMany(QuerySources.OfPanels).ToDictionary(q => q.Place);
        List<string> lines =
        [
            $"rule_files: ['{Rule.Folder("rules")}/*.yml']",
            $"evaluation_interval: {Interval}",
            "group_eval_order: [ael-counters, ael-collector, ael-now, ael-objective]",
            "tests:",
            $"  - interval: {Interval}",
            "    input_series:",
            .. series.Select(s => string.Create(CultureInfo.InvariantCulture, $"      - {{ series: '{s.Series}', values: '{s.Value}x{Samples}' }}")),
            "    promql_expr_test:",
            .. expected.Select(e => string.Create(
                CultureInfo.InvariantCulture,
                $$"""      - { eval_time: {{At}}, expr: 'round(sum({{panels[e.Key].Filled}}), 0.001)', exp_samples: [ { labels: '{}', value: {{e.Value}} } ] }""")),
        ];
        var folder = Directory.CreateTempSubdirectory("ael-nodes-");
        try
        {
            var file = Path.Combine(folder.FullName, "nodes.yml");
            await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);

            var (exit, output) = await Promtool.RunAsync(["test", "rules", file]);

            Assert.True(exit == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
