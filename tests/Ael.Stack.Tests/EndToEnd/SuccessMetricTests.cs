using System.Text.RegularExpressions;
using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.Configuration;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>DOC-058's success metrics, each on the real servers; the dashboards are in <see cref="PanelTests"/>.</summary>
[Collection(FullStackCollection.Name)]
public sealed partial class SuccessMetricTests(FullStack stack)
{
    // What Loki keeps an index of: DOC-058's logs have far more fields.
    private static readonly string[] s_indexed = ["deployment_environment_name", "service_name", "service_namespace"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prometheus_scrapes_the_engine_and_has_every_series_once()
    {
        await stack.StartedAsync(Token);
        await stack.Metrics.UntilAsync("up{job=\"ael-engine\"} == 1", s => s.Count == 1, Token);
        await stack.Metrics.UntilAsync("{__name__=~\"dotnet_.+\"}", s => s.Count > 0 && s.All(x => x["job"] == "ael-engine"), Token);
        var samples = await stack.Metrics.UntilAsync("{__name__=~\"ael_.+\"}", s => s.Count > 0, Token);
        Assert.All(samples, s => Assert.Equal("ael", s["job"]));

        // Labels that a second way would add or change are not told apart.
        Assert.DoesNotContain(
            samples.GroupBy(s => string.Join(',', s.Labels.Where(l => l.Key is not ("job" or "instance") && !l.Key.StartsWith("otel_scope", StringComparison.Ordinal)).OrderBy(l => l.Key, StringComparer.Ordinal))),
            series => series.Count() > 1);
    }

    [Fact]
    public async Task The_sums_are_the_store_s()
    {
        await stack.StartedAsync(Token);
        var (executions, calls) = await StoreCounts.OfAsync(stack.Engine.Now, Token);
        await stack.Metrics.UntilAsync("sum by (workflow, status) (ael_workflow_executions_total)", s => StoreCounts.Equal(executions, s, "workflow"), Token);
        await stack.Metrics.UntilAsync("sum by (tool, status) (ael_tool_invocations_total)", s => StoreCounts.Equal(calls, s, "tool"), Token);
        await stack.Metrics.UntilAsync("ael:workflow_executions:count24h", s => StoreCounts.Equal(executions, s, "workflow"), Token);
        await stack.Metrics.UntilAsync("sum(ael:workflow_executions:count24h)", s => s is [var sum] && sum.Value == executions.Values.Sum(), Token);
    }

    [Fact]
    public async Task Loki_has_the_engine_s_logs_with_the_ids_as_structured_metadata()
    {
        await stack.StartedAsync(Token);
        var execution = stack.Execution("failing");
        var id = execution.GetProperty("execution_id").GetString()!;
        IReadOnlyList<LogLine> lines = [];
        await Eventually.TrueAsync(
            async () => (lines = await stack.Logs.LinesAsync($"{{service_name=\"ael\"}} | execution_id=\"{id}\"", Token)).Any(l => l["status"] == "failed"),
            () => $"no line that says how {id} ended: {string.Join('\n', lines)}", Token);

        Assert.All(lines, line =>
        {
            Assert.Equal(execution.GetProperty("trace_id").GetString(), line["trace_id"]);
            Assert.Equal("failing", line["workflow_id"]);
            Assert.NotEqual("", line["component"]);
            Assert.NotEqual("", line["span_id"]);
            Assert.NotEqual("", line["detected_level"]);
        });
        var streams = await stack.Logs.StreamsAsync(Token);
        Assert.NotEmpty(streams);
        Assert.All(streams, labels => Assert.Subset(s_indexed.ToHashSet(), labels.Keys.ToHashSet()));
    }

    [Fact]
    public async Task Tempo_shows_the_spans_of_an_execution_as_a_tree()
    {
        await stack.StartedAsync(Token);
        var execution = stack.Execution("outer");
        var spans = await TraceAsync(execution.GetProperty("trace_id").GetString()!, s => s.Any(x => x.Name == "workflow outer") && s.Any(x => x.Name == "python exec"));

        Assert.Equal("workflow outer", Path(spans, "workflow outer"));
        Assert.Equal("workflow outer / step inner / workflow good", Path(spans, "workflow good"));
        Assert.Equal("workflow outer / step inner / workflow good / step count / tools/call text_stats", Path(spans, "tools/call text_stats"));
        Assert.Equal("workflow outer / step inner / workflow good / step both / python exec", Path(spans, "python exec"));
        var workflow = spans.Single(s => s.Name == "workflow outer");
        Assert.Equal(("outer", execution.GetProperty("execution_id").GetString()), (workflow["ael.workflow.name"], workflow["ael.workflow.id"]));
        Assert.Contains(execution.GetProperty("trace_id").GetString(), await SearchAsync("{ name = \"workflow outer\" }"));
        Assert.Contains(stack.Execution("failing").GetProperty("trace_id").GetString(), await SearchAsync("{ status = error && span.ael.error.type = \"TOOL_FAILED\" }"));
    }

    [Fact]
    public async Task From_a_log_line_to_its_trace_and_back_and_from_an_exemplar()
    {
        await stack.StartedAsync(Token);
        var id = stack.Execution("good").GetProperty("execution_id").GetString()!;
        IReadOnlyList<LogLine> lines = [];
        await Eventually.TrueAsync(
            async () => (lines = await stack.Logs.LinesAsync($"{{service_name=\"ael\"}} | execution_id=\"{id}\"", Token)).Count > 0, () => $"no line of {id}", Token);

        // Log -> trace: the derived field takes a label of the line and asks Tempo for its value.
        var loki = Source("loki").At("jsonData", "derivedFields").Items()[0];
        Assert.Equal("$${__value.raw}", loki.At("url").Text());
        var traceId = lines[0][loki.At("matcherRegex").Text()];
        var spans = await TraceAsync(traceId, s => s.Any(x => x["ael.workflow.id"] == id));

        // Trace -> logs: the link's query with what stands on the span.
        var link = Source("tempo").At("jsonData", "tracesToLogsV2");
        var tag = Assert.Single(link.At("tags").Items());
        Assert.Equal("service.name", tag.At("key").Text());
        var query = Variable().Replace(link.At("query").Text(), v => v.Groups[1].Value switch
        {
            "__tags" => $"{tag.At("value").Text()}=\"ael\"",
            "__trace.traceId" => traceId,
            var other => throw new InvalidOperationException(other),
        });
        Assert.Contains(await stack.Logs.LinesAsync(query, Token), l => l["execution_id"] == id);

        // Exemplar -> trace.
        var label = Source("prometheus").At("jsonData", "exemplarTraceIdDestinations").Items()[0].At("name").Text();
        IReadOnlyList<string> traces = [];
        await Eventually.TrueAsync(
            async () => (traces = [.. (await stack.Metrics.ExemplarsAsync("ael_workflow_duration_seconds_bucket", Token)).Select(e => e.GetProperty(label).GetString()!)]).Count > 0,
            () => "no exemplars", Token);
        Assert.NotEmpty(await TraceAsync(traces[0], s => s.Count > 0));
        Assert.Contains(spans, s => s.Name == "workflow good");
    }

    [Fact]
    public async Task From_a_span_to_metrics()
    {
        await stack.StartedAsync(Token);
        var link = Source("tempo").At("jsonData", "tracesToMetrics");
        var tag = Assert.Single(link.At("tags").Items());
        Assert.Equal("ael.workflow.name", tag.At("key").Text());
        Assert.All(link.At("queries").Items(), query => Assert.NotEqual("", query.At("name").Text()));
        foreach (var query in link.At("queries").Items().Select(q => q.At("query").Text()))
        {
            var asked = query.Replace("$$__tags", $"{tag.At("value").Text()}=\"good\"", StringComparison.Ordinal)
                .Replace("$$__rate_interval", "5m", StringComparison.Ordinal)
                .Replace("$${__span.tags[\"ael.tool.name\"]}", "text_stats", StringComparison.Ordinal);
            await stack.Metrics.UntilAsync(asked, s => s.Count > 0, Token);
        }
    }

    private static YamlDotNet.RepresentationModel.YamlNode Source(string uid) =>
        YamlFile.Read("otel", "grafana", "provisioning", "datasources", "datasources.yaml").At("datasources").Items().Single(s => s.At("uid").Text() == uid);

    private async Task<IReadOnlyList<Span>> TraceAsync(string id, Func<IReadOnlyList<Span>, bool> whole)
    {
        IReadOnlyList<Span> spans = [];
        await Eventually.TrueAsync(
            async () => whole(spans = await stack.Traces.TraceAsync(id, Token)), () => $"trace {id} is {string.Join(", ", spans.Select(s => s.Name))}", Token);
        return spans;
    }

    private async Task<IReadOnlyList<string>> SearchAsync(string query)
    {
        IReadOnlyList<string> found = [];
        await Eventually.TrueAsync(async () => (found = await stack.Traces.SearchAsync(query, Token)).Count > 0, () => $"nothing for {query}", Token);
        return found;
    }

    // From the workflow down; what is above it is the request.
    private static string Path(IReadOnlyList<Span> spans, string name)
    {
        var byId = spans.ToDictionary(s => s.Id);
        var names = new List<string>();
        for (var span = spans.First(s => s.Name == name); span is not null; span = byId.GetValueOrDefault(span.ParentId))
        {
            names.Insert(0, span.Name);
        }

        return string.Join(" / ", names.SkipWhile(n => !n.StartsWith("workflow ", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\$\$\{([\w.]+)\}")]
    private static partial Regex Variable();
}
