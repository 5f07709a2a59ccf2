using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Many executions at once, and no line of one that has the ids of another.</summary>
public sealed partial class LogLoadTests
{
    private const int Executions = 64;
    private const int ToolLines = 5;
    private const int Items = 20;
    private const int PrintedLines = 60;

    // Start and end, the ends of three steps, and what tools and code say; and the same of the sub-workflow.
    private const int LinesOfParent = 2 + 3 + (Items * ToolLines) + PrintedLines;
    private const int LinesOfChild = 2 + 1 + ToolLines;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Child = """
        name: child
        version: "1"
        steps: [ { id: talk, tool: chatter, params: { execution: "{{ execution_id }}" } } ]
        """;

    private const string Parent = """
        name: NAME
        version: "1"
        inputs: [ { items: { type: array } } ]
        steps:
          - id: many
            tool: chatter
            foreach: "{{ inputs.items }}"
            concurrency: 4
            params: { execution: "{{ execution_id }}" }
          - { id: print, depends_on: [], code: "print()" }
          - { id: nested, depends_on: [], workflow: child }
        """;

    [Fact]
    public async Task Every_line_of_64_executions_at_once_has_the_ids_of_its_own()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        var host = new LogHost(o => o with { Telemetry = ExportTo(receiver) });
        var logger = host.Logger(Components.McpClient);
        host.Tools.Add("chatter", async (arguments, _) =>
        {
            var execution = arguments.GetProperty("execution").GetString()!;
            for (var i = 0; i < ToolLines; i++)
            {
                await Task.Yield();
                LogSays(logger, execution, i);
            }

            return JsonElement.Parse("1");
        });
        host.Code.Run = async (request, _) =>
        {
            await Task.Yield();
            var id = JsonElement.Parse(request.Context.Span).GetProperty("execution_id").GetString();
            return new CodeResult(JsonElement.Parse("1"), string.Concat(Enumerable.Range(0, PrintedLines).Select(i => $"{id} says {i}\n")));
        };
        await host.PutAsync("child", Child);
        var definitions = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => host.ReadAsync(Parent.Replace("NAME", $"parent-{i}", StringComparison.Ordinal))));
        var inputs = $$"""{"items": [{{string.Join(',', Enumerable.Range(0, Items))}}]}""";

        var results = await Task.WhenAll(Enumerable.Range(0, Executions).Select(i => host.RunAsync(definitions[i % 4], inputs)));

        Assert.All(results, r => Assert.Equal(ExecutionStatus.Completed, r.Status));
        var page = await host.Store.ListAsync(new ExecutionQuery { Limit = 1000 }, Token);
        var stored = await StoredAsync(host.Store, page.Items);
        var lines = host.EndWithLines().Where(l => l.Field("execution_id") is not null).ToList();
        await receiver.WaitForAsync(r => r.Logs.Count(l => l.Attributes.ContainsKey("execution_id")) >= stored.Count, Token);

        Assert.Equal(2 * Executions, page.Items.Count);
        Assert.Equal(Executions * (LinesOfParent + LinesOfChild), stored.Count);
        Assert.True(stored.Count >= 10_000, $"{stored.Count} lines");
        Assert.All(page.Items, e => Assert.Equal(e.Workflow == "child" ? LinesOfChild : LinesOfParent, stored.Count(l => l.ExecutionId == e.ExecutionId)));
        // The store has them by execution: what is on standard output and what came by OTLP has to be the same, line for line.
        Assert.Equal(stored.Order(), lines.Select(Line).Order());
        Assert.Equal(stored.Order(), receiver.Logs.Where(l => l.Attributes.ContainsKey("execution_id")).Select(Line).Order());
        Assert.All(stored.Where(l => l.Message.Contains(" says ", StringComparison.Ordinal)), l => Assert.StartsWith(l.ExecutionId + " says ", l.Message, StringComparison.Ordinal));
        SpansAreOfTheExecution(lines, [.. receiver.Spans]);
    }

    private static TelemetryOptions ExportTo(OtlpReceiver receiver) => new()
    {
        Exporters = new ExporterOptions { Otlp = new OtlpOptions { Endpoint = receiver.Grpc, MaxQueue = 50_000 } },
    };

    // Execution, workflow, trace, component, level, step, message: what a line says of where it belongs.
    private sealed record Said(string ExecutionId, string Workflow, string? TraceId, string Component, string Level, string? StepId, string Message) : IComparable<Said>
    {
        public int CompareTo(Said? other) => string.CompareOrdinal(ToString(), other?.ToString());
    }

    private static async Task<List<Said>> StoredAsync(IExecutionStore store, IReadOnlyList<ExecutionSummary> executions)
    {
        var all = new List<Said>();
        foreach (var e in executions)
        {
            var log = await store.GetLogAsync(e.ExecutionId, Token);
            all.AddRange(log.Select(l => new Said(l.ExecutionId, e.Workflow, e.TraceId, l.Component, l.Level, l.StepId, l.Message)));
        }

        return all;
    }

    private static Said Line(JsonElement line) => new(
        line.Field("execution_id")!, line.Field("workflow_id")!, line.Field("trace_id"), line.Field("component")!, line.Field("level")!,
        line.Field("step_id"), line.Field("message")!);

    private static Said Line(OtlpLog log) => new(
        (string)log.Attributes["execution_id"]!, (string)log.Attributes["workflow_id"]!, log.TraceId, (string)log.Attributes["component"]!,
        log.SeverityNumber switch { 9 => "INFO", var other => $"severity {other}" }, (string?)log.Attributes.GetValueOrDefault("step_id"), (string)log.Body!);

    // The closest span upwards that names an execution names the line's.
    private static void SpansAreOfTheExecution(IReadOnlyList<JsonElement> lines, IReadOnlyList<OtlpSpan> spans)
    {
        var byId = spans.ToDictionary(s => s.SpanId);
        Assert.All(lines, line =>
        {
            var span = byId[line.Field("span_id")!];
            Assert.Equal(line.Field("trace_id"), span.TraceId);
            while (!span.Attributes.ContainsKey(SpanAttributes.WorkflowId))
            {
                span = byId[span.ParentSpanId!];
            }

            Assert.Equal(line.Field("execution_id"), span.Attributes[SpanAttributes.WorkflowId]);
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Execution} says {Number}")]
    private static partial void LogSays(ILogger logger, string execution, int number);
}
