using System.Net;
using System.Net.Sockets;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.EndToEnd;

public sealed class StartUpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_prints_the_addresses_of_console_rest_mcp_and_metrics_and_they_answer()
    {
        using var folder = new EngineFolder("", EngineFolder.Stats);
        await using var engine = await folder.ServeAsync(Token);

        var rest = Address(await engine.Process.LineAsync(" REST: ", Token));
        var mcp = Address(await engine.Process.LineAsync(" MCP: ", Token));
        await engine.UntilAsync("/api/v1/servers", s => s.ToString().Contains("\"up\"", StringComparison.Ordinal), Token);
        await engine.RunAsync("stats", new { }, Token);
        using var console = await engine.Http.GetAsync(engine.Address, Token);
        using var workflows = await engine.Http.GetAsync($"{rest}/workflows", Token);
        await using var client = await engine.ConnectAsync(new(), Token);
        using var metrics = await engine.Http.GetAsync(engine.Metrics, Token);

        Assert.Equal("text/html", console.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, workflows.StatusCode);
        Assert.Equal(engine.Mcp, mcp);
        Assert.Contains(await client.ListToolsAsync(cancellationToken: Token), t => t.Name == "stats");
        Assert.Equal("text/plain", metrics.Content.Headers.ContentType?.MediaType);
        Assert.Contains("ael_workflow_executions_total{", await metrics.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_metrics_port_costs_the_endpoint_and_a_warning_alone()
    {
        using var taken = Listen();
        using var folder = new EngineFolder("", EngineFolder.Add);

        await using var engine = await ServingEngine.StartAsync(
            ["serve", "--config", folder.Config], new Dictionary<string, string>(folder.Environment) { ["AEL__TELEMETRY__METRICS__PORT"] = $"{Port(taken)}" }, Token);
        var result = await engine.RunAsync("add", new { }, Token);

        Assert.Equal("off", engine.Metrics);
        var warning = await engine.Process.LineAsync($"port {Port(taken)} ", Token);
        Assert.Contains("WARNING", warning, StringComparison.Ordinal);
        Assert.Contains("telemetry.metrics.port", warning, StringComparison.Ordinal);
        Assert.Equal(2, result.GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_with_one_message_and_leaves_nothing_behind()
    {
        using var taken = Listen();
        using var folder = new EngineFolder("", EngineFolder.Add);

        await using var engine = EngineProcess.Start(
            ["serve", "--config", folder.Config], new Dictionary<string, string>(folder.Environment) { ["AEL__SERVER__PORT"] = $"{Port(taken)}" });
        var exit = await engine.ExitAsync(EngineProcess.Patience, Token);

        Assert.Equal(2, exit);
        Assert.StartsWith("CONFIG_INVALID: ", engine.Stderr, StringComparison.Ordinal);
        Assert.Contains($"server.port {Port(taken)}", engine.Stderr, StringComparison.Ordinal);
        Assert.Contains("AEL__SERVER__PORT", engine.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", engine.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", engine.Output, StringComparison.Ordinal);
    }

    private static Uri Address(string line) => new(line[(line.LastIndexOf(' ') + 1)..]);

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
