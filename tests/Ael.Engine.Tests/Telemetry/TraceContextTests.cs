using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Storage.Sqlite;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using Ael.Engine.Tools;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Where a trace comes from and goes to, with a real MCP server behind the engine.</summary>
public class TraceContextTests(TraceReceiver receiver) : IClassFixture<TraceReceiver>
{
    private const string Yaml = "name: w\nversion: \"1\"\nsteps: [ { id: s, tool: meta } ]\noutput: \"{{ steps.s.output }}\"\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static InProcessServer Server => new("behind",
        InProcessServer.Tool("meta", (RequestContext<CallToolRequestParams> context) => context.JsonRpcRequest.Params!["_meta"]?["traceparent"]?.GetValue<string>() ?? "none"),
        InProcessServer.Tool("says_error", () => new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "broken, Bearer abcdefghijklmnopqrstuvwxyz0123456789" }] }));

    [Fact]
    public async Task The_server_receives_our_trace_and_the_MCP_request_span_as_its_parent()
    {
        await using var host = await ToolClientHost.StartAsync(Server);
        await using var engine = Engine(host);

        var (result, spans) = await engine.RunTracedAsync(receiver, Yaml, also: s => s.Kind == OtlpSpanKind.Server);

        // The server of this test is in the same process: its own span is the only other one, and a child of ours.
        var call = Assert.Single(spans, s => s.Name == "tools/call meta" && s.Kind == OtlpSpanKind.Client);
        Assert.Equal($"00-{call.TraceId}-{call.SpanId}-01", result.Output?.GetString());
        Assert.Equal(call.SpanId, Assert.Single(spans, s => s.Kind == OtlpSpanKind.Server).ParentSpanId);
        Assert.Equal(result.TraceId, call.TraceId);
    }

    [Fact]
    public async Task One_span_has_the_attributes_of_both_conventions()
    {
        await using var host = await ToolClientHost.StartAsync(Server);
        await using var engine = Engine(host);

        var (_, spans) = await engine.RunTracedAsync(receiver, Yaml);

        var call = Assert.Single(spans, s => s.Kind == OtlpSpanKind.Client);
        Assert.Equal("Ael.Engine", call.Origin.Scope);
        Assert.Equal(
            ["ael.step.attempt", "ael.step.name", "ael.step.type", "ael.tool.name", "ael.workflow.id", "ael.workflow.name", "gen_ai.operation.name", "gen_ai.tool.name",
                "jsonrpc.request.id", "mcp.method.name", "mcp.protocol.version", "mcp.session.id", "network.transport"],
            call.Attributes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("tools/call", "meta", "execute_tool"), (call.Attributes.Text("mcp.method.name"), call.Attributes.Text("gen_ai.tool.name"), call.Attributes.Text("gen_ai.operation.name")));
    }

    [Fact]
    public async Task What_a_tool_says_of_its_failure_is_redacted_on_the_span()
    {
        await using var host = await ToolClientHost.StartAsync(Server);
        await using var engine = Engine(host);

        var (_, spans) = await engine.RunTracedAsync(receiver, Yaml.Replace("meta", "says_error", StringComparison.Ordinal));

        var call = Assert.Single(spans, s => s.Kind == OtlpSpanKind.Client);
        Assert.Equal((OtlpStatus.Error, "TOOL_FAILED", "tool_error"), (call.Status, call.Attributes.Text("ael.error.type"), call.Attributes.Text("error.type")));
        Assert.Contains("broken", call.StatusMessage, StringComparison.Ordinal);
        Assert.All(spans.Where(s => s.Origin.Scope == "Ael.Engine"), s => Assert.DoesNotContain("abcdefghij", s.StatusMessage + JsonSerializer.Serialize(s.Events.Select(e => e.Attributes)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_is_given_up_has_one_whole_span_and_what_the_library_learns_later_does_not_change_it()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await ToolClientHost.StartAsync(new InProcessServer("behind", InProcessServer.Tool("hang", async (CancellationToken token) =>
        {
            called.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return "never";
        })));
        await using var engine = Engine(host);
        var caller = TraceReceiver.Caller();
        var handle = await engine.StartTracedAsync(caller, Yaml.Replace("meta", "hang", StringComparison.Ordinal));
        await called.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        engine.Engine.Cancel(handle.ExecutionId, "enough");
        await handle.EndAsync();

        // The notice to the server goes on in the background, below the call.
        var spans = await receiver.SpansAsync(caller, also: s => s.Name == "notifications/cancelled" && s.Kind == OtlpSpanKind.Client);
        var call = Assert.Single(spans, s => s.Name == "tools/call hang" && s.Kind == OtlpSpanKind.Client);
        Assert.Equal((OtlpStatus.Error, "the call of 'hang' was cancelled", "CANCELLED"), (call.Status, call.StatusMessage, call.Attributes.Text("error.type")));
        Assert.Equal(("tools/call", "hang"), (call.Attributes.Text("mcp.method.name"), call.Attributes.Text("gen_ai.tool.name")));
        Assert.Equal(call.SpanId, Assert.Single(spans, s => s.Name == "notifications/cancelled" && s.Kind == OtlpSpanKind.Client).ParentSpanId);
    }

    [Fact]
    public async Task Code_knows_the_trace_id()
    {
        await using var engine = new TestEngine();
        var caller = TraceReceiver.Caller();

        var result = await (await engine.StartTracedAsync(caller, "name: w\nversion: \"1\"\nsteps: [ { id: s, code: x } ]\noutput: \"{{ steps.s.output.trace_id }}\"\n")).EndAsync();

        Assert.Equal((caller.TraceId.ToHexString(), caller.TraceId.ToHexString()), (result.TraceId, result.Output?.GetString()));
    }

    [Fact]
    public async Task Queued_executions_are_children_of_the_request_that_started_them()
    {
        await using var engine = new TestEngine(new EngineOptions { Execution = new ExecutionOptions { MaxConcurrent = 1 } });
        var open = new SemaphoreSlim(0);
        engine.Tools.Add("wait", async (a, ct) =>
        {
            await open.WaitAsync(ct);
            return a;
        });
        const string Waits = "name: w\nversion: \"1\"\nsteps: [ { id: s, tool: wait } ]\n";
        var (one, two) = (TraceReceiver.Caller(), TraceReceiver.Caller());
        var first = await engine.StartTracedAsync(one, Waits);
        var second = await engine.StartTracedAsync(two, Waits);

        open.Release(2);
        await first.EndAsync();
        await second.EndAsync();

        var at = Assert.Single((await receiver.SpansAsync(one)).Named("workflow"));
        var queued = Assert.Single((await receiver.SpansAsync(two)).Named("workflow"));
        Assert.Equal((one.SpanId.ToHexString(), two.SpanId.ToHexString()), (at.ParentSpanId, queued.ParentSpanId));
        Assert.Equal((false, true), (at.Attributes.ContainsKey("ael.workflow.queued_ms"), queued.Attributes.ContainsKey("ael.workflow.queued_ms")));
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("memory")]
    public async Task A_repeated_execution_links_to_the_first_ones_span(string store)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("ael-trace-").FullName, "ael.db");
        await using var engine = new TestEngine(configure: s => s.AddSingleton<IExecutionStore>(p => store == "memory"
            ? new MemoryExecutionStore(new StorageOptions(), p.GetRequiredService<TimeProvider>())
            : new SqliteExecutionStore(new StorageOptions { Path = file }, p.GetRequiredService<TimeProvider>())));
        engine.Tools.Add("meta", _ => "1");
        var (first, spans) = await engine.RunTracedAsync(receiver, Yaml);
        var original = Assert.Single(spans.Named("workflow"));
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        request.ActivityTraceFlags = ActivityTraceFlags.Recorded;

        await (await engine.Engine.RerunAsync(first.ExecutionId, null, Sources.Rest, Token)).EndAsync();

        var again = Assert.Single((await receiver.SpansAsync(request.Context)).Named("workflow"));
        var link = Assert.Single(again.Links);
        Assert.Equal((original.TraceId, original.SpanId, first.ExecutionId), (link.TraceId, link.SpanId, again.Attributes.Text("ael.workflow.rerun_of")));
    }

    private static TestEngine Engine(ToolClientHost host) => new(configure: s => s.AddSingleton<IToolClient>(host.Client));
}
