using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ael.Engine.Hosting;
using Ael.Engine.Tests.Mcp;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>The listener of <c>/metrics</c>: its own, on its own port, in every form of the engine that lives on.</summary>
public sealed class MetricListenerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_are_on_their_own_port_and_nothing_else_is()
    {
        await using var engine = await MetricEngine.StartAsync([]);

        Assert.NotEqual(engine.Client.BaseAddress!.Port, engine.Metrics.Port);
        Assert.Equal("/metrics", engine.Metrics.AbsolutePath);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(engine, new Uri(engine.Client.BaseAddress, "/metrics")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(engine, new Uri(engine.Metrics, "/api/v1/workflows")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(engine, engine.Metrics));
    }

    [Theory]
    [InlineData("text/plain; version=0.0.4", "text/plain; version=0.0.4; charset=utf-8", false)]
    [InlineData("application/openmetrics-text; version=1.0.0", "application/openmetrics-text; version=1.0.0; charset=utf-8", true)]
    [InlineData("*/*", "text/plain; version=0.0.4; charset=utf-8", false)]
    public async Task The_reader_chooses_the_format(string accept, string type, bool open)
    {
        await using var engine = await MetricEngine.StartAsync([]);

        using var response = await engine.ScrapeAsync(accept);

        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.Equal(type, string.Join("; ", response.Content.Headers.ContentType!.ToString().Split("; ").Where(p => !p.StartsWith("escaping", StringComparison.Ordinal))));
        Assert.Equal(open, text.EndsWith("# EOF\n", StringComparison.Ordinal));
        Assert.Contains("ael_active_workflows", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrapes_are_no_requests_of_the_engine()
    {
        await using var engine = await MetricEngine.StartAsync([]);
        await engine.Client.GetStringAsync("/health/live", Token);

        await engine.MetricsAsync();
        var metrics = await engine.MetricsAsync();

        Assert.Equal(["/health/live"], metrics.Of("http_server_request_duration_seconds_count").Select(s => s.Labels["http_route"]));
    }

    [Fact]
    public async Task Gauges_are_there_before_anything_ran()
    {
        await using var engine = await MetricEngine.StartAsync([]);

        var metrics = await engine.MetricsAsync();

        Assert.Equal(0, Assert.Single(metrics.Of("ael_active_workflows")).Value);
        Assert.Equal(0, Assert.Single(metrics.Of("ael_queued_workflows")).Value);
        Assert.Equal(1, Assert.Single(metrics.Of("ael_mcp_server_up")).Value);
    }

    [Fact]
    public async Task A_taken_port_costs_the_listener_and_not_the_engine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var engine = await MetricEngine.StartAsync([], o => o with { Telemetry = o.Telemetry with { Metrics = o.Telemetry.Metrics with { Port = port } } });

        Assert.Null(engine.Service<MetricsServer>().Address);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(engine, new Uri(engine.Client.BaseAddress!, "/health/live")));
    }

    [Fact]
    public async Task Metrics_are_there_while_the_engine_speaks_MCP_over_standard_input()
    {
        using var engine = new StdioEngine(telemetry: "{ metrics: { port: 0 } }");
        using var process = Process.Start(new ProcessStartInfo(StdioEngine.Command, engine.Args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var address = await AddressAsync(process.StandardError).WaitAsync(TimeSpan.FromSeconds(30), Token);
            using var client = new HttpClient();

            Assert.Contains("ael_active_workflows", await client.GetStringAsync(address, Token), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Token);
        }
    }

    private static async Task<Uri> AddressAsync(StreamReader log)
    {
        while (await log.ReadLineAsync(Token) is { } line)
        {
            if (line.Split(' ').FirstOrDefault(w => w.StartsWith("http://127.0.0.1:", StringComparison.Ordinal) && w.EndsWith("/metrics", StringComparison.Ordinal)) is { } found)
            {
                return new Uri(found);
            }
        }

        throw new InvalidOperationException("the engine ended before it said where its metrics are");
    }

    private static async Task<HttpStatusCode> StatusAsync(MetricEngine engine, Uri address)
    {
        using var response = await engine.Client.GetAsync(address, Token);
        return response.StatusCode;
    }
}
