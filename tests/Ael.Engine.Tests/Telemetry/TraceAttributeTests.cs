using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using OpenTelemetry.Exporter;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>DOC-058's table of span attributes, a test per row, in what came over gRPC and over HTTP, and then that nothing is exported that the catalogue does not know.</summary>
public class TraceAttributeTests(TraceReceiver receiver) : IClassFixture<TraceReceiver>
{
    private const string Yaml = """
        name: rows
        version: "1"
        steps:
          - { id: call, tool: good }
          - { id: code, code: x }
          - { id: sub, workflow: below }
          - { id: fails, tool: bad, retry: { max_attempts: 2, delay: 0 } }
        """;

    [Theory, InlineData(OtlpExportProtocol.Grpc), InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Ael_workflow_name_is_on_every_span(OtlpExportProtocol protocol)
    {
        var (result, spans) = await RunAsync(protocol);
        Assert.Equal(12, spans.Count);
        Assert.All(spans, s => Assert.Equal(s.Attributes.Text("ael.workflow.id") == result.ExecutionId ? "rows" : "below", s.Attributes.Text("ael.workflow.name")));
    }

    [Theory, InlineData(OtlpExportProtocol.Grpc), InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Ael_workflow_id_is_the_execution_id_on_every_span(OtlpExportProtocol protocol)
    {
        var (result, spans) = await RunAsync(protocol);

        var own = spans.Where(s => s.Attributes.Text("ael.workflow.name") == "rows").ToList();
        Assert.Equal(9, own.Count);
        Assert.All(own, s => Assert.Equal(result.ExecutionId, s.Attributes.Text("ael.workflow.id")));
        var below = spans.Where(s => s.Attributes.Text("ael.workflow.name") == "below").Select(s => s.Attributes.Text("ael.workflow.id")).Distinct();
        Assert.NotEqual(result.ExecutionId, Assert.Single(below));
    }

    [Theory, InlineData(OtlpExportProtocol.Grpc), InlineData(OtlpExportProtocol.HttpProtobuf)]
    public Task Ael_step_name_is_on_steps_and_what_lies_under_them(OtlpExportProtocol protocol) => RowAsync(protocol, "ael.step.name", s => s.Name switch
    {
        "workflow rows" or "workflow below" => null,
        "tools/call good" => "call",
        "tools/call bad" => "fails",
        "python exec" => s.Attributes.Text("ael.workflow.name") == "rows" ? "code" : "inner",
        _ => s.Name["step ".Length..],
    });

    [Theory, InlineData(OtlpExportProtocol.Grpc), InlineData(OtlpExportProtocol.HttpProtobuf)]
    public Task Ael_step_type_is_one_of_three(OtlpExportProtocol protocol) => RowAsync(protocol, "ael.step.type", s => s.Name switch
    {
        "workflow rows" or "workflow below" => null,
        "step code" or "step inner" or "python exec" => "code",
        "step sub" => "workflow",
        _ => "tool_call",
    });

    [Theory, InlineData(OtlpExportProtocol.Grpc), InlineData(OtlpExportProtocol.HttpProtobuf)]
    public Task Ael_tool_name_is_on_tool_calls_and_their_steps(OtlpExportProtocol protocol) => RowAsync(protocol, "ael.tool.name", s => s.Name switch
    {
        "step call" or "tools/call good" => "good",
        "step fails" or "tools/call bad" => "bad",
        _ => null,
    });

    [Theory, InlineData(OtlpExportProtocol.Grpc), InlineData(OtlpExportProtocol.HttpProtobuf)]
    public Task Ael_error_type_is_the_code_on_every_span_the_error_passed(OtlpExportProtocol protocol) =>
        RowAsync(protocol, "ael.error.type", s => s.Name is "tools/call bad" or "step fails" or "workflow rows" ? "TOOL_FAILED" : null);

    [Theory, InlineData(OtlpExportProtocol.Grpc), InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Every_exported_name_is_in_the_catalogue_where_it_stands(OtlpExportProtocol protocol)
    {
        var (_, spans) = await RunAsync(protocol);

        foreach (var span in spans)
        {
            var definition = Assert.Single(SpanCatalogue.Spans, d => span.Name.StartsWith(d.Name.Split('{')[0], StringComparison.Ordinal));
            Assert.Equal(definition.Kind.ToString(), span.Kind.ToString());
            Assert.All(span.Attributes.Keys, a => Assert.Contains(definition.Name, Assert.Single(SpanCatalogue.Attributes, d => d.Name == a).Where));
            foreach (var happened in span.Events)
            {
                Assert.Contains(definition.Name, Assert.Single(SpanCatalogue.Events, d => d.Name == happened.Name).Where);
                Assert.All(happened.Attributes.Keys, a => Assert.Contains(happened.Name, Assert.Single(SpanCatalogue.Attributes, d => d.Name == a).Where));
            }
        }
    }

    [Fact]
    public void Every_name_in_the_catalogue_is_there_once()
    {
        Assert.Distinct(SpanCatalogue.Attributes.Select(a => a.Name));
        Assert.Distinct(SpanCatalogue.Spans.Select(a => a.Name));
        Assert.All(
            typeof(SpanAttributes).GetFields().Select(f => (string)f.GetRawConstantValue()!), name => Assert.Contains(SpanCatalogue.Attributes, a => a.Name == name));
        Assert.All(typeof(SpanEvents).GetFields().Select(f => (string)f.GetRawConstantValue()!), name => Assert.Contains(SpanCatalogue.Events, e => e.Name == name));
    }

    private async Task RowAsync(OtlpExportProtocol protocol, string attribute, Func<OtlpSpan, string?> expected)
    {
        var (_, spans) = await RunAsync(protocol);
        Assert.Equal(12, spans.Count);
        Assert.All(spans, s => Assert.Equal((s.Name, expected(s)), (s.Name, s.Attributes.Text(attribute))));
    }

    private async Task<(Ael.Engine.Storage.ExecutionResult Result, IReadOnlyList<OtlpSpan> Spans)> RunAsync(OtlpExportProtocol protocol)
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("good", _ => "1").Fails("bad", ErrorCode.ToolFailed);
        await engine.PutAsync("below", "name: below\nversion: \"1\"\nsteps: [ { id: inner, code: x } ]\n");
        return await engine.RunTracedAsync(receiver, Yaml, protocol: protocol);
    }
}
