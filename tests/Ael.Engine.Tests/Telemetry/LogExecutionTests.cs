using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>What an execution writes, and where it goes.</summary>
public sealed partial class LogExecutionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_execution_tells_of_its_start_its_steps_and_its_end()
    {
        using var host = new LogHost(o => o with { Logging = o.Logging with { Level = LogLevel.Debug } });
        host.Tools.Add("good", _ => "1");
        host.Tools.Fails("bad", ErrorCode.ToolFailed);

        var result = await host.RunAsync("""
            name: tell
            version: "1"
            steps:
              - { id: one, tool: good }
              - { id: two, tool: good, when: "false" }
              - { id: three, tool: bad, retry: { max_attempts: 2, delay: 0, jitter: false } }
            """);

        var lines = host.EndWithLines().Where(l => l.Field("execution_id") == result.ExecutionId).ToList();
        Assert.All(lines, l => Assert.Equal("tell", l.Field("workflow_id")));
        Assert.All(lines, l => Assert.Equal(result.TraceId, l.Field("trace_id")));
        Assert.Equal(
            [
                "INFO workflow_engine    Workflow started",
                "DEBUG workflow_engine one   Step started",
                "DEBUG tool_invoker one 1  Tool good answered",
                "INFO workflow_engine one   Step completed",
                "DEBUG workflow_engine two   Step started",
                "INFO workflow_engine two   Step skipped (when)",
                "DEBUG workflow_engine three   Step started",
                "DEBUG tool_invoker three 1 TOOL_FAILED Tool bad failed",
                "WARNING workflow_engine three 1 TOOL_FAILED Attempt 1 failed with TOOL_FAILED: bad says no; next",
                "DEBUG tool_invoker three 2 TOOL_FAILED Tool bad failed",
                "ERROR workflow_engine three  TOOL_FAILED Step failed",
                "ERROR workflow_engine   TOOL_FAILED Workflow failed",
            ],
            lines.Select(l => $"{l.Field("level")} {l.Field("component")} {l.Field("step_id")} {l.Field("attempt")} {l.Field("error_type")} {WithoutTimes(l.Field("message")!)}"));
    }

    [Fact]
    public async Task What_a_step_prints_has_the_level_that_it_names()
    {
        using var host = new LogHost(o => o with { Logging = o.Logging with { Level = LogLevel.Debug } });
        host.Code.Run = (_, _) => Task.FromResult(new CodeResult(
            JsonElement.Parse("1"), "plain\nDEBUG d\nINFO i\nWARNING w\nERROR e\nCRITICAL c\nERRORS are none\n\n  indented\n"));

        var result = await host.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: s, code: "pass" } ]
            """);

        var lines = host.EndWithLines().Where(l => l.Field("component") == Components.CodeRunner).ToList();
        Assert.Equal(
            ["INFO plain", "DEBUG DEBUG d", "INFO INFO i", "WARNING WARNING w", "ERROR ERROR e", "CRITICAL CRITICAL c", "INFO ERRORS are none", "INFO ", "INFO   indented"],
            lines.Select(l => $"{l.Field("level")} {l.Field("message")}"));
        Assert.All(lines, l => Assert.Equal((result.ExecutionId, "s", "1"), (l.Field("execution_id"), l.Field("step_id"), l.Field("attempt"))));
    }

    [Fact]
    public async Task What_a_step_printed_before_its_time_was_up_is_in_its_log_and_in_its_result()
    {
        using var host = new LogHost();
        host.Code.Run = async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            catch (OperationCanceledException e)
            {
                throw new CodeStoppedException("half\nway\n", e);
            }

            return new CodeResult(JsonElement.Parse("1"), "");
        };

        var result = await host.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: s, code: "pass", timeout: 1ms } ]
            """);

        Assert.Equal(("half\nway\n", ErrorCode.CodeTimeout), (result.Steps[0].Log, result.Steps[0].Error!.Code));
        Assert.Equal(["half", "way"], host.EndWithLines().Where(l => l.Field("component") == Components.CodeRunner).Select(l => l.Field("message")));
    }

    [Fact]
    public async Task Elements_of_foreach_and_sub_workflows_are_told_apart_and_lines_outside_belong_to_none()
    {
        using var host = new LogHost();
        var logger = host.Logger(Components.McpClient);
        host.Tools.Add("say", a =>
        {
            LogText(logger, "in a tool");
            return "1";
        });
        await host.PutAsync("inner", """
            name: inner
            version: "1"
            steps: [ { id: deep, tool: say } ]
            """);
        LogText(logger, "before");

        var result = await host.RunAsync("""
            name: outer
            version: "1"
            steps:
              - { id: each, foreach: "{{ [1, 2] }}", tool: say }
              - { id: nested, workflow: inner }
            """);
        LogText(logger, "after");

        var lines = host.EndWithLines().Where(l => l.Field("component") == Components.McpClient).ToList();
        Assert.Equal(
            ["before    ", "in a tool outer each 0 1", "in a tool outer each 1 1", "in a tool inner deep  1", "after    "],
            lines.Select(l => $"{l.Field("message")} {l.Field("workflow_id")} {l.Field("step_id")} {l.Field("item")} {l.Field("attempt")}"));
        Assert.Equal([null, result.ExecutionId, result.ExecutionId], lines.Take(3).Select(l => l.Field("execution_id")));
        Assert.NotEqual(result.ExecutionId, lines[3].Field("execution_id"));
        Assert.NotNull(lines[3].Field("execution_id"));
    }

    [Theory]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.None)]
    public async Task The_executions_own_log_is_whole_from_INFO_on_however_quiet_the_console_is(LogLevel level)
    {
        using var host = new LogHost(o => o with { Logging = o.Logging with { Level = level } });
        host.Tools.Add("good", _ => "1");

        var result = await host.RunAsync(OneStep);

        var log = await host.Store.GetLogAsync(result.ExecutionId, Token);
        Assert.Equal(["Workflow started", "Step completed", "Workflow completed"], log.Select(l => WithoutTimes(l.Message)));
        Assert.Equal(level == LogLevel.None ? 0 : 3, host.EndWithLines().Count);
    }

    [Fact]
    public async Task The_executions_own_log_follows_a_finer_level()
    {
        using var host = new LogHost(o => o with { Logging = o.Logging with { Components = new Dictionary<string, LogLevel> { [Components.ToolInvoker] = LogLevel.Debug } } });
        host.Tools.Add("good", _ => "1");

        var result = await host.RunAsync(OneStep);

        var log = await host.Store.GetLogAsync(result.ExecutionId, Token);
        Assert.Contains(log, l => l is { Level: "DEBUG", Component: Components.ToolInvoker, StepId: "s" });
        Assert.DoesNotContain(log, l => l is { Level: "DEBUG", Component: Components.WorkflowEngine });
    }

    [Fact]
    public async Task The_executions_own_log_is_bounded_and_says_what_it_left_out()
    {
        using var host = new LogHost();
        host.Code.Run = (_, _) => Task.FromResult(new CodeResult(
            JsonElement.Parse("1"), string.Concat(Enumerable.Range(0, ExecutionLog.MostLines + 10).Select(i => $"{i}\n"))));

        var result = await host.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: s, code: "pass" } ]
            """);

        var log = await host.Store.GetLogAsync(result.ExecutionId, Token);
        // The start took a place; ten printed lines and the ends of step and workflow found none, nor did the one that the start displaced.
        Assert.Equal(ExecutionLog.MostLines + 1, log.Count);
        Assert.StartsWith("13 lines left out", log[^1].Message, StringComparison.Ordinal);
        Assert.Equal(ExecutionLog.MostLines + 13, host.EndWithLines().Count(l => l.Field("execution_id") == result.ExecutionId));
    }

    [Fact]
    public async Task A_defect_is_logged_with_its_stack_and_the_execution_shows_none_of_it()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        using var host = new LogHost(o => o with { Telemetry = o.Telemetry with { Exporters = new ExporterOptions { Otlp = new OtlpOptions { Endpoint = receiver.Grpc } } } });
        host.Tools.Add("broken", (_, _) => throw new InvalidOperationException("inside, password=hunter2"));

        var result = await host.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: s, tool: broken } ]
            """);

        var log = await host.Store.GetLogAsync(result.ExecutionId, Token);
        var line = Assert.Single(host.EndWithLines(), l => l.Field("exception") is not null);
        var exception = line.GetProperty("exception");
        Assert.Equal(("ERROR", "s"), (line.Field("level"), line.Field("step_id")));
        Assert.Equal(("System.InvalidOperationException", "inside, password=[redacted]"), (exception.Field("type"), exception.Field("message")));
        Assert.Contains("   at Ael.Engine.", exception.Field("stack_trace"), StringComparison.Ordinal);
        await receiver.WaitForAsync(r => r.Logs.Any(l => l.Attributes.ContainsKey("exception.type")), Token);
        var exported = receiver.Logs.Single(l => l.Attributes.ContainsKey("exception.type"));
        Assert.Equal(exception.Field("type"), exported.Attributes["exception.type"]);
        Assert.Equal(exception.Field("message"), exported.Attributes["exception.message"]);
        Assert.Equal(exception.Field("stack_trace"), exported.Attributes["exception.stacktrace"]);
        Assert.DoesNotContain(log, l => l.Message.Contains("inside", StringComparison.Ordinal) || l.Message.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_reach_no_output()
    {
        const string Key = "sk-ant-0123456789abcdef0123";
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        using var host = new LogHost(o => o with { Telemetry = o.Telemetry with { Exporters = new ExporterOptions { Otlp = new OtlpOptions { Endpoint = receiver.Grpc } } } });
        var logger = host.Logger(Components.McpClient);
        host.Tools.Add("say", _ =>
        {
            LogTool(logger, Key, new InvalidOperationException($"no {Key}", new IOException($"password={Key}x")));
            throw new AelException(ErrorCode.ToolFailed, $"the server says {Key}");
        });
        host.Code.Run = (_, _) => Task.FromResult(new CodeResult(
            JsonElement.Parse("1"), $"my key is {Key}\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n{Key}\n-----END RSA PRIVATE KEY-----\n"));

        var result = await host.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: c, code: "pass" }, { id: s, tool: say } ]
            """);

        var log = await host.Store.GetLogAsync(result.ExecutionId, Token);
        var output = host.End();
        await receiver.WaitForAsync(r => r.Logs.Any(l => (string?)l.Body is { } b && b.StartsWith("Workflow failed", StringComparison.Ordinal)), Token);
        var exported = string.Join('\n', receiver.Logs.SelectMany(l => l.Attributes.Select(a => $"{a.Key}={a.Value}").Append((string?)l.Body)));
        foreach (var text in (string[])[output, exported, string.Join('\n', log)])
        {
            Assert.Contains("my key is [redacted]", text, StringComparison.Ordinal);
            Assert.Contains("the server says [redacted]", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain("MIIEow", text, StringComparison.Ordinal);
        }

        Assert.Contains("\"tool\":\"[redacted]\"", output, StringComparison.Ordinal);
        Assert.Contains("tool=[redacted]", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_cannot_be_formatted_says_so_in_every_output_and_harms_nobody()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        using var host = new LogHost(o => o with { Telemetry = new() { Exporters = new() { Otlp = new() { Endpoint = receiver.Grpc } } } });

        var (logger, thing) = (host.Logger(Components.Api), new Unprintable());
        LogObject(logger, thing);

        const string Said = "a log line of api could not be written: FormatException";
        Assert.Equal(Said, Assert.Single(host.EndWithLines()).Field("message"));
        await receiver.WaitForAsync(r => r.Logs.Any(l => l.Body as string == Said), Token);
    }

    [Fact]
    public void Long_text_is_cut_and_says_so()
    {
        using var host = new LogHost();

        var (logger, text) = (host.Logger(Components.Api), new string('x', 100_000));
        LogText(logger, text);

        var message = Assert.Single(host.EndWithLines()).Field("message")!;
        Assert.EndsWith("x... (83616 characters left out)", message, StringComparison.Ordinal);
    }

    private const string OneStep = """
        name: w
        version: "1"
        steps: [ { id: s, tool: good } ]
        """;

    // "Step completed in 1.2 ms" takes what it takes.
    private static string WithoutTimes(string message) => Times().Replace(message, "");

    private sealed class Unprintable
    {
        public override string ToString() => throw new FormatException();
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"( in| after) [\d.]+ m?s.*$")]
    private static partial System.Text.RegularExpressions.Regex Times();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void LogText(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "about {Thing}")]
    private static partial void LogObject(ILogger logger, object thing);

    [LoggerMessage(Level = LogLevel.Warning, Message = "tool {Tool}")]
    private static partial void LogTool(ILogger logger, string tool, Exception exception);
}
