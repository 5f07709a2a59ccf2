using System.Net;
using System.Net.Sockets;
using Ael.Engine.Tests.Mcp;
using Ael.Engine.Tests.Python;
using Ael.Engine.Tests.Support;
using ModelContextProtocol.Client;

namespace Ael.Engine.Tests.EndToEnd;

/// <summary>However it ends, the engine takes everything with it that it started: Python workers, MCP servers, their children.</summary>
public sealed class ShutdownTests
{
    // The promise is 5 s on a machine with nothing else to do. What hangs on a stream or a process would take `LongGrace`.
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(30);

    private const string LongGrace = "execution: { shutdown_grace: 10m }";
    private const string PlainPython = "python: { isolation: none }";

    private const string Slow = """
        name: slow
        version: "1.0"
        steps:
          - id: rest
            code: |
              import time
              time.sleep(2)
          - id: count
            tool: text_stats
            params: { text: one two three }
        """;

    public enum Stop
    {
        CtrlC,
        Interrupt,
        Terminate,
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Stop.CtrlC)]
    [InlineData(Stop.Terminate)]
    public async Task It_ends_with_an_execution_running_and_streams_open(Stop stop)
    {
        Linux();
        using var folder = new EngineFolder("", EngineFolder.Busy, EngineFolder.Stats);
        await using var engine = await folder.ServeAsync(Token);
        var id = await BeginBusyAsync(engine);
        using var events = await OpenEventsAsync(engine, id);
        await using var session = await engine.ConnectAsync(new McpClientOptions { ProtocolVersion = McpHost.WithSession }, Token);
        await session.ListToolsAsync(cancellationToken: Token);
        var below = engine.Process.Descendants();

        Send(engine.Process, stop);
        var exit = await engine.Process.ExitAsync(s_end, Token);

        Assert.Equal(0, exit);
        AssertGone(below);
        Assert.DoesNotContain("   at ", engine.Process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(McpHost.WithSession)]
    [InlineData(McpHost.WithoutSession)]
    public async Task Open_streams_do_not_hold_it_up_however_long_executions_may_take(string version)
    {
        Linux();
        using var folder = new EngineFolder(LongGrace, EngineFolder.Stats);
        await using var engine = await folder.ServeAsync(Token);
        using var idle = await engine.Http.GetAsync("/health/live", Token);
        await using var session = await engine.ConnectAsync(new McpClientOptions { ProtocolVersion = version }, Token);
        await session.CallToolAsync("stats", cancellationToken: Token);

        Send(engine.Process, Stop.Interrupt);

        Assert.Equal(0, await engine.Process.ExitAsync(s_end, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData(PlainPython)]
    public async Task What_runs_when_ctrl_c_is_pressed_may_end_within_the_grace(string configuration)
    {
        Linux();
        using var folder = new EngineFolder($"{LongGrace}\n{configuration}", Slow);
        await using var engine = await folder.ServeAsync(Token);
        var id = await engine.BeginAsync("slow", new { }, Token);
        await UntilStepRunsAsync(engine, id, "rest");

        Send(engine.Process, Stop.CtrlC);
        var exit = await engine.Process.ExitAsync(EngineProcess.Patience, Token);
        await using var again = await folder.ServeAsync(Token);
        var result = await again.GetAsync($"/api/v1/executions/{id}", Token);

        Assert.Equal(0, exit);
        Assert.True(result.GetProperty("status").ValueEquals("completed"), $"{result}\n{engine.Process.Output}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(PlainPython)]
    public async Task Killed_it_leaves_nothing_behind(string configuration)
    {
        Linux();
        using var folder = new EngineFolder(configuration, EngineFolder.Busy);
        await using var engine = await folder.ServeAsync(Token);
        await BeginBusyAsync(engine);
        var below = engine.Process.Descendants();

        engine.Process.Send(Signal.Kill);
        await engine.Process.ExitAsync(s_end, Token);

        await Eventually.TrueAsync(
            () => Task.FromResult(ProcessTree.Alive(below).Count == 0), () => $"still alive: {Names(below)}", Token);
    }

    [Fact]
    public async Task Ctrl_c_ends_a_run_as_failed_and_everything_below_it()
    {
        Linux();
        using var folder = new EngineFolder("", EngineFolder.Busy);
        await using var run = EngineProcess.Start(["run", "busy", "--config", folder.Config], folder.Environment);
        await run.ErrorLineAsync("begin", Token);
        await Eventually.TrueAsync(() => Task.FromResult(run.Descendants().Count > 1), () => run.Output, Token);
        var below = run.Descendants();

        Send(run, Stop.CtrlC);
        var exit = await run.ExitAsync(s_end, Token);

        Assert.Equal(1, exit);
        Assert.Contains("CANCELLED", run.Stderr, StringComparison.Ordinal);
        Assert.Equal("", run.Stdout);
        AssertGone(below);
    }

    [Fact]
    public async Task Ctrl_c_ends_a_tool_call()
    {
        Linux();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var folder = new EngineFolder("");
        await using var call = EngineProcess.Start(
            ["tools", "call", "http_fetch", $$"""{"url": "http://{{silent.LocalEndpoint}}/", "timeout": 600}""", "--config", folder.Config], folder.Environment);
        using var asked = await silent.AcceptTcpClientAsync(Token);
        var below = call.Descendants();

        Send(call, Stop.Interrupt);
        var exit = await call.ExitAsync(s_end, Token);

        Assert.Equal((1, ""), (exit, call.Stdout));
        AssertGone(below);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Stop.Terminate)]
    public async Task Over_stdio_the_end_of_input_or_a_signal_ends_it_with_an_execution_running(Stop? stop)
    {
        Linux();
        using var folder = new EngineFolder("", EngineFolder.Busy);
        await using var engine = EngineProcess.Start(["--stdio", "--config", folder.Config], folder.Environment);
        await SayAsync(engine, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""");
        await engine.LineAsync("\"id\":1", Token);
        await SayAsync(engine, """{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await SayAsync(engine, """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"busy","arguments":{},"_meta":{"progressToken":"p"}}}""");
        await engine.LineAsync("notifications/progress", Token);
        var below = engine.Descendants();

        if (stop is { } signal)
        {
            Send(engine, signal);
        }
        else
        {
            engine.Input.Close();
        }

        var exit = await engine.ExitAsync(s_end, Token);

        Assert.Equal(0, exit);
        AssertGone(below);
    }

    [Fact]
    public async Task The_app_host_without_aspire_ends_as_the_engine_does()
    {
        Linux();
        // Where Aspire is to be had, CI builds this form into a folder of its own. bin/<project>/<configuration>
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = new[] { Repository.PathOf("artifacts"), Repository.PathOf("artifacts", "engine-only") }
            .Select(artifacts => Path.Combine(artifacts, "bin", "Ael.AppHost", configuration, "Ael.AppHost.dll"))
            .FirstOrDefault(p => File.Exists(p) && !File.Exists(Path.Combine(Path.GetDirectoryName(p)!, "Aspire.Hosting.dll")));
        Assert.SkipWhen(program is null, "no AppHost without Aspire is built (.ci/run builds it)");
        using var folder = new EngineFolder("", EngineFolder.Busy);
        await using var engine = await ServingEngine.StartAsync(["--config", folder.Config], folder.Environment, Token, program);
        await BeginBusyAsync(engine);
        var below = engine.Process.Descendants();

        Send(engine.Process, Stop.CtrlC);
        var exit = await engine.Process.ExitAsync(s_end, Token);

        Assert.True(exit == 0, engine.Process.Output);
        AssertGone(below);
    }

    private static void Linux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");

    private static void Send(EngineProcess engine, Stop stop)
    {
        switch (stop)
        {
            case Stop.CtrlC:
                engine.SendToGroup(Signal.Interrupt);
                break;
            case Stop.Interrupt:
                engine.Send(Signal.Interrupt);
                break;
            default:
                engine.Send(Signal.Terminate);
                break;
        }
    }

    private static async Task<string> BeginBusyAsync(ServingEngine engine)
    {
        var id = await engine.BeginAsync("busy", new { }, Token);
        await UntilStepRunsAsync(engine, id, "spin");
        return id;
    }

    private static async Task UntilStepRunsAsync(ServingEngine engine, string id, string step) => await engine.UntilAsync(
        $"/api/v1/executions/{id}",
        e => e.GetProperty("steps").EnumerateArray().Any(s => s.GetProperty("id").ValueEquals(step) && s.GetProperty("status").ValueEquals("running")), Token);

    private static async Task<HttpResponseMessage> OpenEventsAsync(ServingEngine engine, string id)
    {
        var response = await engine.Http.GetAsync($"/api/v1/executions/{id}/events", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return response;
    }

    private static async Task SayAsync(EngineProcess engine, string message)
    {
        await engine.Input.WriteLineAsync(message.AsMemory(), Token);
        await engine.Input.FlushAsync(Token);
    }

    private static void AssertGone(IReadOnlyList<int> processes)
    {
        Assert.True(processes.Count > 0, "there was nothing to leave behind");
        Assert.True(ProcessTree.Alive(processes).Count == 0, $"still alive: {Names(processes)}");
    }

    private static string Names(IEnumerable<int> processes) =>
        string.Join("; ", ProcessTree.Alive(processes).Select(p => File.ReadAllText($"/proc/{p}/cmdline").Replace('\0', ' ')));
}
