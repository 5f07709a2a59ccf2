using System.Collections.Concurrent;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ael.Engine.Tests.Tools;

/// <summary>Whose lines the words of a server are: those of the one call under way, or nobody's.</summary>
public sealed class ServerLogTests
{
    private readonly LogContext _context = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LoggingLevel.Debug, LogLevel.Debug)]
    [InlineData(LoggingLevel.Notice, LogLevel.Information)]
    [InlineData(LoggingLevel.Warning, LogLevel.Warning)]
    [InlineData(LoggingLevel.Error, LogLevel.Error)]
    [InlineData(LoggingLevel.Emergency, LogLevel.Critical)]
    public async Task A_notification_during_the_only_call_belongs_to_it_and_keeps_its_level(LoggingLevel sent, LogLevel logged)
    {
        var logger = new ScopeLogger(_context);
        var server = Server((mcp, _) => SayAsync(mcp, "hello", sent));
        using var client = Client(logger, server);
        await client.StartAsync(Token);

        await CallAsync(client, "exec-1");
        await client.StopAsync(Token);

        Assert.Contains(("exec-1", logged, "MCP server 'a' logged: hello"), logger.Lines);
    }

    [Fact]
    public async Task A_notification_during_two_calls_belongs_to_neither_and_afterwards_to_the_one_that_is_left()
    {
        var logger = new ScopeLogger(_context);
        var together = new Barrier();
        var release = new TaskCompletionSource();
        var server = Server(async (mcp, name) =>
        {
            await together.ArriveAsync();
            if (name == "exec-1")
            {
                await SayAsync(mcp, "both");
                return;
            }

            await release.Task.WaitAsync(Token);
            await SayAsync(mcp, "alone");
        });
        using var client = Client(logger, server);
        await client.StartAsync(Token);

        var second = CallAsync(client, "exec-2");
        await CallAsync(client, "exec-1");
        release.SetResult();
        await second;
        await client.StopAsync(Token);

        Assert.Contains((null, LogLevel.Information, "MCP server 'a' logged: both"), logger.Lines);
        Assert.Contains(("exec-2", LogLevel.Information, "MCP server 'a' logged: alone"), logger.Lines);
    }

    [Fact]
    public async Task Standard_error_belongs_to_the_only_call_and_otherwise_to_none()
    {
        var logger = new ScopeLogger(_context);
        // Each line that it reads it says on standard error.
        var options = new Ael.Engine.Configuration.McpServerOptions { Command = "sh", Args = ["-c", "while read line; do echo said >&2; done"] };
        var source = new StdioToolSource("child", "sh", options, 1 << 20, logger);
        await using var transport = await source.OpenAsync(Token);

        await ProvokeAsync(transport, logger, 1);
        await InExecutionAsync("exec-1", () => source.Calls.Add(1));
        await ProvokeAsync(transport, logger, 2);
        await InExecutionAsync("exec-2", () => source.Calls.Add(2));
        await ProvokeAsync(transport, logger, 3);
        source.Calls.Remove(1);
        await ProvokeAsync(transport, logger, 4);

        Assert.Equal([null, "exec-1", null, "exec-2"], logger.Lines.Select(l => l.Execution));
    }

    private async Task InExecutionAsync(string id, Action action)
    {
        await Task.CompletedTask;
        _context.Enter(new LogScope("w", id));
        action();
    }

    private static async Task ProvokeAsync(ITransport transport, ScopeLogger logger, int lines)
    {
        await transport.SendMessageAsync(new JsonRpcNotification { Method = "x" }, Token);
        await logger.UntilAsync(lines);
    }

    private async Task CallAsync(ToolClient client, string execution)
    {
        _context.Enter(new LogScope("w", execution));
        await client.CallAsync(new ToolCall("talk", null, JsonSerializer.SerializeToElement(new { name = execution })), Token);
    }

    private static InProcessServer Server(Func<McpServer, string, Task> talk) =>
        new("a", InProcessServer.Tool("talk", (McpServer mcp, string name) => talk(mcp, name)));

    private static ToolClient Client(ScopeLogger logger, IToolSource source) => new(new EngineOptions(), [source], TimeProvider.System, logger);

    private static Task SayAsync(McpServer mcp, string text, LoggingLevel level = LoggingLevel.Info) => mcp.SendMessageAsync(
        new JsonRpcNotification
        {
            Method = NotificationMethods.LoggingMessageNotification,
            Params = JsonSerializer.SerializeToNode(
                new LoggingMessageNotificationParams { Level = level, Data = JsonSerializer.SerializeToElement(text) }, ModelContextProtocol.McpJsonUtilities.DefaultOptions),
        },
        Token);

    private sealed class Barrier
    {
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _here;

        public Task ArriveAsync()
        {
            if (Interlocked.Increment(ref _here) == 2)
            {
                _full.SetResult();
            }

            return _full.Task.WaitAsync(Token);
        }
    }

    /// <summary>Notes with each line the execution that was current.</summary>
    private sealed class ScopeLogger(LogContext context) : ILogger, ILoggerFactory
    {
        private readonly SemaphoreSlim _written = new(0);
        private int _seen;

        public ConcurrentQueue<(string? Execution, LogLevel Level, string Text)> Lines { get; } = [];

        public async Task UntilAsync(int lines)
        {
            for (; _seen < lines; _seen++)
            {
                await _written.WaitAsync(Token);
            }
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines.Enqueue((context.Scope?.ExecutionId, logLevel, formatter(state, exception)));
            _written.Release();
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose() => _written.Dispose();
    }
}
