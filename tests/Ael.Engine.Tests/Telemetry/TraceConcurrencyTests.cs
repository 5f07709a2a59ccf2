using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;

namespace Ael.Engine.Tests.Telemetry;

public class TraceConcurrencyTests(TraceReceiver receiver) : IClassFixture<TraceReceiver>
{
    [Fact]
    public async Task Of_64_executions_at_once_no_span_lies_under_another()
    {
        const int Count = 64;
        await using var engine = new TestEngine();
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Tools.Add("together", async (arguments, ct) =>
        {
            // None goes on before all are here: they do run at the same time.
            if (Interlocked.Increment(ref arrived) == Count)
            {
                all.SetResult();
            }

            await all.Task.WaitAsync(ct);
            return arguments;
        }).Add("quick", _ => "1");
        engine.Code.Run = async (request, ct) => new(await request.Tools.CallAsync(null, "quick", System.Text.Json.JsonElement.Parse("{}"), ct), "");
        await engine.PutAsync("below", "name: below\nversion: \"1\"\nsteps: [ { id: i, tool: quick } ]\n");
        const string Yaml = """
            name: w
            version: "1"
            steps:
              - { id: a, tool: together }
              - { id: b, tool: quick, foreach: "{{ [1, 2, 3] }}", concurrency: 3, depends_on: [a] }
              - { id: c, code: x, depends_on: [a] }
              - { id: d, workflow: below, depends_on: [a] }
            """;
        var caller = TraceReceiver.Caller();

        var handles = new List<Ael.Engine.Execution.ExecutionHandle>();
        for (var i = 0; i < Count; i++)
        {
            handles.Add(await engine.StartTracedAsync(caller, Yaml));
        }

        await Task.WhenAll(handles.Select(h => h.EndAsync()));

        var spans = (await receiver.SpansAsync(caller, Count)).ToDictionary(s => s.SpanId);
        Assert.Equal(Count * 14, spans.Count);
        foreach (var handle in handles)
        {
            var own = spans.Values.Where(s => Root(s, spans).Attributes.Text("ael.workflow.id") == handle.ExecutionId).ToList();
            Assert.Equal(14, own.Count);
            Assert.All(own.Where(s => s.Attributes.Text("ael.workflow.name") == "w"), s => Assert.Equal(handle.ExecutionId, s.Attributes.Text("ael.workflow.id")));
            Assert.All(own.Named("tools/call").Concat(own.Named("python")), s => Assert.Equal(s.Attributes.Text("ael.workflow.id"), spans[s.ParentSpanId].Attributes.Text("ael.workflow.id")));
            var sub = Assert.Single(own.Named("workflow below"));
            Assert.Equal(handle.ExecutionId, sub.Attributes.Text("ael.workflow.parent_id"));
        }
    }

    private static OtlpSpan Root(OtlpSpan span, IReadOnlyDictionary<string, OtlpSpan> spans) =>
        spans.TryGetValue(span.ParentSpanId, out var parent) ? Root(parent, spans) : span;
}
