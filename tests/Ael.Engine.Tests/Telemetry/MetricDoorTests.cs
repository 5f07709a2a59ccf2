using System.Net.Http.Json;
using System.Text.Json;
using Ael.Engine.Execution;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Mcp;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>What comes in through the doors: counted once wherever it comes from, and never as a new series.</summary>
public sealed class MetricDoorTests
{
    private const string Plain = """
        name: plain
        version: "1"
        steps: [ { id: a, tool: echo, params: { text: x } } ]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Direct_tool_calls_and_their_errors_are_counted_once()
    {
        await using var engine = await StartAsync(TimeSpan.FromSeconds(2));
        await PostAsync(engine, "/api/v1/tools/echo/call", new { arguments = new { text = "x" } });
        await PostAsync(engine, "/api/v1/tools/fail/call", new { arguments = new { text = "x" } });
        await PostAsync(engine, "/api/v1/tools/hang/call", new { arguments = new { } });
        await PostAsync(engine, "/api/v1/tools/absent/call", new { arguments = new { } });
        await using var client = await ConnectAsync(engine);
        await client.CallToolAsync("echo", new Dictionary<string, object?> { ["text"] = "x" }, cancellationToken: Token);
        Assert.True((await client.CallToolAsync("fail", new Dictionary<string, object?> { ["text"] = "x" }, cancellationToken: Token)).IsError);

        var metrics = await engine.MetricsAsync();

        Assert.Equivalent(
            new Dictionary<string, double>
            {
                ["status=success,tool=echo"] = 2,
                ["status=error,tool=fail"] = 2,
                ["status=timeout,tool=hang"] = 1,
                ["status=error,tool=unknown"] = 1,
            },
            metrics.Series("ael_tool_invocations_total"), strict: true);
        Assert.Equivalent(
            new Dictionary<string, double>
            {
                ["component=tool_invoker,type=TOOL_FAILED"] = 2,
                ["component=tool_invoker,type=TOOL_TIMEOUT"] = 1,
                ["component=tool_invoker,type=TOOL_NOT_FOUND"] = 1,
            },
            metrics.Series("ael_errors_total"), strict: true);
    }

    [Fact]
    public async Task A_call_that_its_client_gives_up_is_cancelled_and_no_error()
    {
        await using var engine = await StartAsync();
        using var giveUp = new CancellationTokenSource();
        var call = engine.Service<IToolClient>().CallAsync(ToolClientHost.Call("hang"), giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        var metrics = await engine.MetricsAsync();

        Assert.Equal(["status=cancelled,tool=hang"], metrics.Series("ael_tool_invocations_total").Keys);
        Assert.Empty(metrics.Of("ael_errors_total"));
    }

    [Fact]
    public async Task Each_door_counts_the_errors_that_arise_in_it_and_the_engine_its_own()
    {
        await using var engine = await StartAsync();
        await PostAsync(engine, "/api/v1/workflows/absent/execute", new { });
        await PostAsync(engine, "/api/v1/workflows/plain/execute", new { unknown = 1 });
        await using var client = await ConnectAsync(engine);
        await Assert.ThrowsAnyAsync<McpException>(async () => await client.CallToolAsync("no_such_tool", cancellationToken: Token));
        await client.CallToolAsync("plain", cancellationToken: Token);

        var errors = (await engine.MetricsAsync()).Series("ael_errors_total");

        Assert.Equivalent(
            new Dictionary<string, double>
            {
                ["component=workflow_engine,type=WORKFLOW_NOT_FOUND"] = 1,
                ["component=api,type=PARAM_INVALID"] = 1,
                ["component=mcp_server,type=TOOL_NOT_FOUND"] = 1,
            },
            errors, strict: true);
    }

    [Fact]
    public async Task Names_that_nobody_knows_make_no_series_through_any_door()
    {
        const int Asked = 150;
        await using var engine = await StartAsync();
        await using var client = await ConnectAsync(engine);
        using var raw = new RawClient(new Uri(engine.Client.BaseAddress!, "/mcp"), McpHost.WithoutSession);
        async Task AskAsync(int number)
        {
            var name = $"name-{number}";
            await PostAsync(engine, $"/api/v1/tools/{name}/call", new { });
            await PostAsync(engine, $"/api/v1/workflows/{name}/execute", new { });
            await engine.Client.GetAsync($"/{name}", Token);
            await Assert.ThrowsAnyAsync<McpException>(async () => await client.CallToolAsync(name, cancellationToken: Token));
            Assert.True((await client.CallToolAsync("workflow_run", new Dictionary<string, object?> { ["workflow"] = name }, cancellationToken: Token)).IsError);
            await Assert.ThrowsAsync<HttpRequestException>(() => raw.RequestAsync(name, "", Token));
        }

        await AskAsync(0);
        await engine.RunAsync("plain");
        var before = (await engine.MetricsAsync()).Samples;
        for (var number = 1; number <= Asked; number++)
        {
            await AskAsync(number);
        }

        var after = (await engine.MetricsAsync()).Samples;

        Assert.DoesNotContain(
            after, s => !IsOfTheTest(s) && s.Labels.Values.Any(v => v.Contains("name-", StringComparison.Ordinal)));
        Assert.Equal(Names(before, "ael_"), Names(after, "ael_"));
        // The web server counts a request after it was answered: those of the first round may come late, but a series for each name would be many more.
        Assert.InRange(Names(after, "http_server_request").Count - Names(before, "http_server_request").Count, 0, Asked - 1);
    }

    [Fact]
    public async Task A_million_names_are_one_series()
    {
        const int Names = 1_000_000;
        await using var engine = await StartAsync();
        var absent = engine.Service<IWorkflowCatalogue>().Find("plain")!;
        var tools = new CountedToolClient(new AnyTool(), engine.Service<AelTelemetry>(), TimeProvider.System);
        for (var number = 0; number < Names; number++)
        {
            await tools.CallAsync(ToolClientHost.Call($"name-{number}"), Token);
            Assert.Equal("unknown", RunLabels.Of(absent with { Name = $"name-{number}" }, Sources.Rest, engine.Service<IWorkflowCatalogue>()).Workflow);
        }

        var metrics = await engine.MetricsAsync();

        Assert.Equivalent(new Dictionary<string, double> { ["status=success,tool=unknown"] = Names }, metrics.Series("ael_tool_invocations_total"), strict: true);
        Assert.Equal(Names, Assert.Single(metrics.Of("ael_tool_duration_seconds_count")).Value);
    }

    [Fact]
    public async Task What_was_deleted_is_unknown_from_then_on()
    {
        await using var engine = await StartAsync();
        var first = await engine.RunAsync("plain");
        Assert.True(await engine.Service<IWorkflowCatalogue>().DeleteAsync("plain", Token));

        await (await engine.Engine.RerunAsync(first.ExecutionId, null, Sources.Rest, Token)).Completion.WaitAsync(Token);

        var metrics = await engine.MetricsAsync();
        Assert.Equal(["plain", "unknown"], metrics.Of("ael_workflow_executions_total").Select(s => s.Labels["workflow"]).Order());
        Assert.Equal(["a", "unknown"], metrics.Of("ael_step_executions_total").Select(s => s.Labels["step"]).Order());
    }

    [Fact]
    public async Task Beyond_the_limit_series_are_counted_together_and_visibly()
    {
        var many = Enumerable.Range(0, 12).Select(i => Plain.Replace("plain", $"plain_{i}", StringComparison.Ordinal));
        await using var engine = await MetricEngine.StartAsync(many, o => o with { Telemetry = o.Telemetry with { Metrics = o.Telemetry.Metrics with { CardinalityLimit = 5 } } });
        for (var i = 0; i < 12; i++)
        {
            await engine.RunAsync($"plain_{i}");
        }

        var series = (await engine.MetricsAsync()).Of("ael_workflow_executions_total").ToList();

        var overflow = Assert.Single(series, s => s.Labels.ContainsKey("otel_metric_overflow"));
        Assert.Equal("true", overflow.Labels["otel_metric_overflow"]);
        Assert.True(overflow.Value >= 7 && series.Count <= 6, $"{series.Count} series, {overflow.Value} together");
        Assert.Equal(12, series.Sum(s => s.Value));
    }

    [Fact]
    public async Task An_outage_of_a_server_is_one_error_and_a_zero()
    {
        var server = MetricTools.Server();
        server.BeforeOpen = _ => throw new IOException("no such pipe");
        await using var engine = await MetricEngine.StartAsync([Plain], source: server);
        await engine.Service<IToolClient>().RefreshAsync(Token);

        var down = await engine.MetricsAsync();
        server.BeforeOpen = null;
        await engine.Service<IToolClient>().RefreshAsync(Token);
        var up = await engine.MetricsAsync();

        Assert.Equal(0, down.Series("ael_mcp_server_up")["server=lab"]);
        Assert.Equivalent(new Dictionary<string, double> { ["component=mcp_client,type=TOOL_UNAVAILABLE"] = 1 }, down.Series("ael_errors_total"), strict: true);
        Assert.Equal(1, up.Series("ael_mcp_server_up")["server=lab"]);
    }

    private static Task<MetricEngine> StartAsync(TimeSpan? stepTimeout = null) => MetricEngine.StartAsync([Plain], o => o with
    {
        Execution = o.Execution with { StepTimeout = stepTimeout ?? o.Execution.StepTimeout },
        Mcp = o.Mcp with { Exposure = o.Mcp.Exposure with { Tools = true } },
        Security = o.Security with { RateLimit = 0 },
    });

    private static async Task PostAsync(MetricEngine engine, string path, object body)
    {
        using var response = await engine.Client.PostAsJsonAsync(path, body, Token);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(Token));
    }

    private static Task<McpClient> ConnectAsync(MetricEngine engine) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(engine.Client.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }),
        cancellationToken: Token);

    // The test's own clients are in this process, too, and the MCP library and HttpClient count for all of it.
    private static bool IsOfTheTest(PrometheusSample sample) =>
        sample.Name.StartsWith("mcp_client", StringComparison.Ordinal) || sample.Name.StartsWith("http_client", StringComparison.Ordinal);

    // Python's workers start meanwhile.
    private static List<string> Names(IEnumerable<PrometheusSample> samples, string prefix) =>
    [
        .. samples.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal) && !s.Name.StartsWith("ael_python", StringComparison.Ordinal))
            .Select(s => $"{s.Name}{{{PrometheusText.Key(s.Labels)}}}").Order(StringComparer.Ordinal),
    ];

    /// <summary>Answers whatever it is asked for, and lists nothing.</summary>
    private sealed class AnyTool : IToolClient
    {
        public IReadOnlyList<ToolInfo> Tools { get; } = [];

        public IReadOnlyList<ServerStatus> Servers => [];

        public event Action? Changed
        {
            add { }
            remove { }
        }

        public Task<JsonElement> CallAsync(ToolCall call, CancellationToken cancellationToken) => Task.FromResult(call.Arguments);

        public Task<CallToolResult> CallRawAsync(ToolCall call, CancellationToken cancellationToken) => Task.FromResult(new CallToolResult());

        public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WaitForFirstConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
