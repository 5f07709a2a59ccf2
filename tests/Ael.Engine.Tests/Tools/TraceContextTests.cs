using System.Diagnostics;
using Ael.Engine.Tests.Support;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.Tools;

public class TraceContextTests
{
    private static InProcessServer Server => new("a", InProcessServer.Tool(
        "meta", (RequestContext<CallToolRequestParams> context) => context.JsonRpcRequest.Params!["_meta"]?["traceparent"]?.GetValue<string>() ?? "none"));

    [Fact]
    public async Task The_current_trace_travels_in_meta_without_any_listener_to_the_sdk()
    {
        await using var host = await ToolClientHost.StartAsync(Server);
        using var activity = new Activity("step").SetIdFormat(ActivityIdFormat.W3C).Start();

        var traceparent = (await host.CallAsync("meta")).GetString()!;

        // Another test of this process may be listening, so the span may be the SDK's; the trace is ours in any case.
        Assert.StartsWith($"00-{activity.TraceId}-", traceparent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_listener_the_span_of_the_sdk_is_the_parent()
    {
        var spans = new List<Activity>();
        using var activity = new Activity("step").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Experimental.ModelContextProtocol",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await ToolClientHost.StartAsync(Server);

        var traceparent = (await host.CallAsync("meta")).GetString()!;

        lock (spans)
        {
            var client = Assert.Single(spans, s => s.Kind == ActivityKind.Client && s.ParentSpanId == activity.SpanId && s.DisplayName == "tools/call meta");
            Assert.Equal($"00-{activity.TraceId}-{client.SpanId}-01", traceparent);
        }
    }

    [Fact]
    public async Task Without_a_trace_nothing_is_added()
    {
        await using var host = await ToolClientHost.StartAsync(Server);
        Activity.Current = null;

        var traceparent = (await host.CallAsync("meta")).GetString()!;

        Assert.DoesNotContain("00-00000000000000000000000000000000", traceparent, StringComparison.Ordinal);
    }
}
