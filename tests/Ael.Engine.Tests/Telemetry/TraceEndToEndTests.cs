using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Mcp;
using Ael.Engine.Tests.Mcp;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>The whole engine between a client and a server of others, with what it exports.</summary>
public class TraceEndToEndTests
{
    private const string Crossing = """
        name: crossing
        version: "1"
        steps: [ { id: s, tool: echo, mcp: everything, params: { message: hello } } ]
        """;

    private const string Meta = "name: meta\nversion: \"1\"\nsteps: [ { id: s, tool: meta } ]\noutput: \"{{ steps.s.output }}\"\n";
    private const string Fails = "name: fails\nversion: \"1\"\nsteps: [ { id: s, tool: nowhere } ]\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static InProcessServer Server => new("lab", InProcessServer.Tool(
        "meta", (RequestContext<CallToolRequestParams> context) => context.JsonRpcRequest.Params!["_meta"]?["traceparent"]?.GetValue<string>() ?? "none"));

    [Theory]
    [InlineData("rest")]
    [InlineData("mcp")]
    public async Task A_trace_crosses_the_engine_into_another_server_without_a_break(string door)
    {
        await using var everything = await EverythingServer.StartAsync(Token);
        await using var proxy = await RecordingProxy.StartAsync(everything.Url);
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        await using var engine = await MetricEngine.StartAsync([Crossing], o => Exporting(o, receiver) with
        {
            Tools = new() { McpServers = new Dictionary<string, Ael.Engine.Configuration.McpServerOptions> { ["everything"] = new() { Url = proxy.Url } } },
        });
        using var client = new Activity("a client of ours").SetIdFormat(ActivityIdFormat.W3C);
        client.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        client.Start();

        await (door == "rest" ? OverRestAsync(engine, "crossing") : OverMcpAsync(engine, "crossing"));

        var trace = client.TraceId.ToHexString();
        await receiver.WaitForAsync(r => r.Spans.Any(s => s.TraceId == trace && s.Name == "workflow crossing"), Token);
        await receiver.WaitForAsync(r => Unknown(r, trace).All(p => p == client.SpanId.ToHexString()), Token);
        var spans = receiver.Spans.Where(s => s.TraceId == trace).ToList();
        var call = Assert.Single(spans, s => s.Name == "tools/call echo" && s.Origin.Scope == "Ael.Engine");
        var (_, meta, header) = Assert.Single(proxy.Requests, r => r.Method == "tools/call");
        Assert.Equal($"00-{trace}-{call.SpanId}-01", meta);
        var post = Assert.Single(spans, s => s.ParentSpanId == call.SpanId);
        Assert.Equal((OtlpSpanKind.Client, $"00-{trace}-{post.SpanId}-01"), (post.Kind, header));
        Assert.Equal(["step s", "workflow crossing"], Ancestors(call, spans).Take(2).Select(s => s.Name));
        Assert.Contains(Ancestors(call, spans), s => s.Kind == OtlpSpanKind.Server && s.Name == (door == "rest" ? "POST /api/v1/workflows/{name}/execute" : "tools/call crossing"));
    }

    // In a process of its own: what is recorded in this one depends on every listener of every test.
    [Theory]
    [InlineData("head", 0)]
    [InlineData("tail", 1)]
    public async Task Over_stdio_the_trace_comes_in_meta_and_head_sampling_heeds_its_caller(string sampling, int quietly)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        using var engine = new StdioEngine();
        await File.WriteAllTextAsync(engine.Config, $$"""
            workflows: { directory: .. }
            storage: { path: ":memory:" }
            logging: { level: error }
            telemetry: { traces: { sampling: {{sampling}} }, metrics: { enabled: false }, exporters: { otlp: { endpoint: "{{receiver.Grpc}}", batch_delay: 10ms } } }
            """, Token);
        var (quiet, caller) = (Quiet(), TraceReceiver.Caller());

        await OverStdioAsync(engine, quiet, caller);

        var spans = receiver.Spans.Where(s => s.TraceId == caller.TraceId.ToHexString()).ToList();
        var call = Assert.Single(spans, s => s.Kind == OtlpSpanKind.Server);
        Assert.Equal(("tools/call hello", caller.SpanId.ToHexString()), (call.Name, call.ParentSpanId));
        Assert.Equal(call.SpanId, Assert.Single(spans, s => s.Name == "workflow hello").ParentSpanId);
        Assert.Equal(2, spans.Count(s => s.Name == "python exec"));
        Assert.Equal(quietly * spans.Count, receiver.Spans.Count(s => s.TraceId == quiet.TraceId.ToHexString()));
    }

    [Theory]
    [InlineData("fails", false)]
    [InlineData("fails", true)]
    [InlineData("meta", false)]
    public async Task With_tail_sampling_a_failed_execution_is_kept_with_the_request_that_started_it(string workflow, bool async)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        await using var engine = await MetricEngine.StartAsync([Meta, Fails], o => Exporting(o, receiver, new() { Ratio = 0 }), Server);
        var (one, two, get) = (TraceReceiver.Caller(), TraceReceiver.Caller(), TraceReceiver.Caller());

        await SendAsync(engine, HttpMethod.Get, "/api/v1/workflows", get);
        var answer = await SendAsync(engine, HttpMethod.Post, $"/api/v1/workflows/{workflow}/execute{(async ? "?async=true" : "")}", one);
        // Decided after the first: when it is here, the first would be, too.
        await SendAsync(engine, HttpMethod.Post, "/api/v1/workflows/fails/execute", two);

        Assert.Equal(async ? HttpStatusCode.Accepted : HttpStatusCode.OK, answer);
        await receiver.WaitForAsync(r => Names(r, two).Count == 4 && (workflow != "fails" || Names(r, one).Count == 4), Token);
        string[] whole = ["POST /api/v1/workflows/{name}/execute", "step s", "tools/call nowhere", "workflow fails"];
        Assert.Equal(workflow == "fails" ? whole : [], Names(receiver, one));
        Assert.Empty(Names(receiver, get));
    }

    [Theory]
    [InlineData("head")]
    [InlineData("tail")]
    [InlineData("off")]
    public async Task A_callers_trace_reaches_the_tool_whether_it_is_recorded_here_or_not(string mode)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        await using var engine = await MetricEngine.StartAsync(
            [Meta], o => mode == "off" ? o with { Telemetry = new() { Enabled = false } } : Exporting(o, receiver, new() { Sampling = Enum.Parse<SamplingMode>(mode, ignoreCase: true) }), Server);
        var quiet = Quiet();

        using var response = await AnswerAsync(engine, HttpMethod.Post, "/api/v1/workflows/meta/execute", quiet);

        var output = JsonElement.Parse(await response.Content.ReadAsStringAsync(Token)).GetProperty("output").GetString();
        Assert.StartsWith($"00-{quiet.TraceId}-", output, StringComparison.Ordinal);
    }

    private static EngineOptions Exporting(EngineOptions options, OtlpReceiver receiver, TracesOptions? traces = null) => options with
    {
        Telemetry = options.Telemetry with
        {
            Traces = traces ?? new(),
            Exporters = new() { Otlp = new() { Endpoint = receiver.Grpc, BatchDelay = TimeSpan.FromMilliseconds(10) } },
        },
    };

    private static async Task OverRestAsync(MetricEngine engine, string workflow)
    {
        using var response = await engine.Client.PostAsJsonAsync($"/api/v1/workflows/{workflow}/execute", new { }, Token);
        Assert.Contains("\"completed\"", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static async Task OverMcpAsync(MetricEngine engine, string workflow)
    {
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(engine.Client.BaseAddress!, McpDoor.Path) });
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: Token);
        Assert.NotEqual(true, (await client.CallToolAsync(workflow, cancellationToken: Token)).IsError);
    }

    private static async Task<HttpStatusCode> SendAsync(MetricEngine engine, HttpMethod method, string path, ActivityContext caller)
    {
        using var response = await AnswerAsync(engine, method, path, caller);
        return response.StatusCode;
    }

    private static async Task OverStdioAsync(StdioEngine engine, params ActivityContext[] callers)
    {
        using var process = Process.Start(new ProcessStartInfo(StdioEngine.Command, engine.Args) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEndAsync(Token);
        await SayAsync("""{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""");
        await SayAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        for (var i = 1; i <= callers.Length; i++)
        {
            await SayAsync($$"""{"jsonrpc":"2.0","id":{{i}},"method":"tools/call","params":{"name":"hello","arguments":{"name":"you"},"_meta":{"traceparent":"{{TraceParent(callers[i - 1])}}"} } }""");
            while (await process.StandardOutput.ReadLineAsync(Token) is { } line && !(JsonElement.Parse(line).TryGetProperty("id", out var id) && id.GetInt32() == i))
            {
            }
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(Token);

        async Task SayAsync(string message)
        {
            await process.StandardInput.WriteLineAsync(message.AsMemory(), Token);
            await process.StandardInput.FlushAsync(Token);
        }
    }

    private static ActivityContext Quiet() => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);

    private static string TraceParent(ActivityContext caller) => $"00-{caller.TraceId}-{caller.SpanId}-0{(int)caller.TraceFlags}";

    // Without spans of the client in this process: the header is all that the engine has.
    private static async Task<HttpResponseMessage> AnswerAsync(MetricEngine engine, HttpMethod method, string path, ActivityContext caller)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = engine.Client.BaseAddress };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("traceparent", TraceParent(caller));
        return await client.SendAsync(request, Token);
    }

    private static List<string> Names(OtlpReceiver receiver, ActivityContext caller) =>
        [.. receiver.Spans.Where(s => s.TraceId == caller.TraceId.ToHexString()).Select(s => s.Name).Order(StringComparer.Ordinal)];

    /// <summary>Parents that were not exported.</summary>
    private static IEnumerable<string> Unknown(OtlpReceiver receiver, string trace)
    {
        var spans = receiver.Spans.Where(s => s.TraceId == trace).ToList();
        return spans.Select(s => s.ParentSpanId).Except(spans.Select(s => s.SpanId));
    }

    private static IEnumerable<OtlpSpan> Ancestors(OtlpSpan span, IReadOnlyList<OtlpSpan> spans)
    {
        for (var at = spans.FirstOrDefault(s => s.SpanId == span.ParentSpanId); at is not null; at = spans.FirstOrDefault(s => s.SpanId == at.ParentSpanId))
        {
            yield return at;
        }
    }
}
