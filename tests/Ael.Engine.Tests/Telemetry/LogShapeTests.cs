using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Ael.Engine.Telemetry;
using Ael.Engine.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Telemetry;

public sealed class LogShapeTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";

    private static readonly DateTimeOffset s_at = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);
    private static readonly ActivityContext s_trace = new(ActivityTraceId.CreateFromString(Trace), ActivitySpanId.CreateFromString(Span), default);
    private static readonly LogScope s_scope = new("wf-123", "exec-456");

    /// <summary>Texts that want to be more than text: a second line, a field, a control of the terminal, another direction.</summary>
    public static TheoryData<string> Injections =>
    [
        "a\n{\"level\":\"ERROR\",\"message\":\"fake\"}",
        "a\r\n10:30:00.000 ERROR    storage         fake",
        "a\",\"execution_id\":\"exec-fake\",\"x\":\"",
        "a\u2028b\u2029c\u0085d\u000be\u000cf",
        "\u001b[2J\u001b]0;title\u0007 \u202e gnp.exe \u0000",
        "half of a pair \ud800.",
    ];

    [Fact]
    public void The_line_is_DOC_058s_example()
    {
        var record = new LogEvent(s_at, LogLevel.Information, Components.WorkflowEngine, "Workflow started", s_scope, s_trace, null);

        Assert.Equal(
            """{"timestamp":"2026-01-15T10:30:00Z","level":"INFO","component":"workflow_engine","workflow_id":"wf-123","execution_id":"exec-456","message":"Workflow started","trace_id":"TRACE","span_id":"SPAN"}"""
                .Replace("TRACE", Trace, StringComparison.Ordinal).Replace("SPAN", Span, StringComparison.Ordinal) + "\n",
            Json(record));
    }

    [Fact]
    public void A_line_has_the_catalogues_fields_in_its_order_and_no_other()
    {
        var record = new LogEvent(
            s_at, LogLevel.Error, Components.ToolInvoker, "text", s_scope.InAttempt("fetch", 2, 7), s_trace, new LoggedException("T", "m", "s"))
        {
            Details =
            [
                new(LogFieldCatalogue.ErrorType, "TOOL_FAILED"), new(LogFieldCatalogue.Status, "failed"), new(LogFieldCatalogue.DurationMs, 1.5),
                new(LogFieldCatalogue.Tool, "get"), new(LogFieldCatalogue.Server, "web"),
            ],
        };

        var line = JsonElement.Parse(Json(record));

        Assert.Equal(LogFieldCatalogue.All.Select(f => f.Name), line.EnumerateObject().Select(p => p.Name));
        Assert.All(LogFieldCatalogue.All, f => Assert.Equal(f.Type, line.GetProperty(f.Name).ValueKind.ToString().ToLowerInvariant()));
        Assert.Equal("""{"type":"T","message":"m","stack_trace":"s"}""", line.GetProperty("exception").GetRawText());
    }

    [Fact]
    public void The_first_eight_fields_are_DOC_058s() => Assert.Equal(
        ["timestamp", "level", "component", "workflow_id", "execution_id", "message", "trace_id", "span_id"], LogFieldCatalogue.All.Take(8).Select(f => f.Name));

    [Fact]
    public void The_guide_has_the_catalogues_table() => Assert.Contains(
        string.Concat(LogFieldCatalogue.All.Select(f => $"| `{f.Name}` | {f.On} | {f.Description} |\n")),
        File.ReadAllText(Repository.PathOf("docs", "guide", "logs.md")),
        StringComparison.Ordinal);

    [Fact]
    public void A_line_of_no_execution_and_no_trace_has_no_ids()
    {
        var line = Json(new LogEvent(s_at, LogLevel.Warning, Components.Api, "text", null, default, null));

        Assert.Equal("""{"timestamp":"2026-01-15T10:30:00Z","level":"WARNING","component":"api","message":"text"}""" + "\n", line);
    }

    [Theory]
    [MemberData(nameof(Injections))]
    public void Text_from_outside_stays_one_field_of_one_json_line(string text)
    {
        var line = Json(new LogEvent(s_at, LogLevel.Information, Components.CodeRunner, text, s_scope, default, new LoggedException("T", text, text)));

        var read = JsonElement.Parse(line);
        Assert.Equal(1, line.Count(IsLineBreak));
        Assert.Equal(["timestamp", "level", "component", "workflow_id", "execution_id", "message", "exception"], read.EnumerateObject().Select(p => p.Name));
        Assert.Equal("exec-456", read.Field("execution_id"));
        Assert.Equal(text.Replace('\ud800', '\ufffd'), read.Field("message"));
    }

    [Theory]
    [MemberData(nameof(Injections))]
    public void Text_from_outside_stays_within_its_text_line(string text)
    {
        var line = Text(new LogEvent(s_at, LogLevel.Information, Components.CodeRunner, text, s_scope.Step("print"), default, new LoggedException("T", text, text)));

        Assert.Equal(1, line.Count(IsLineBreak));
        Assert.DoesNotContain(line, c => c != '\n' && (char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format));
        Assert.StartsWith("INFO     code_runner     [wf-123 exec-456 print] ", line[13..], StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_is_part_of_its_text_line()
    {
        var line = Text(new LogEvent(s_at, LogLevel.Error, Components.Storage, "failed", null, default, new LoggedException("T", "m", "T: m\n   at A\n   at B")));

        Assert.EndsWith("ERROR    storage         failed | T: m |    at A |    at B\n", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Trace, "DEBUG")]
    [InlineData(LogLevel.Debug, "DEBUG")]
    [InlineData(LogLevel.Information, "INFO")]
    [InlineData(LogLevel.Warning, "WARNING")]
    [InlineData(LogLevel.Error, "ERROR")]
    [InlineData(LogLevel.Critical, "CRITICAL")]
    public void Levels_are_spelled_as_in_DOC_058(LogLevel level, string spelling) =>
        Assert.Equal(spelling, JsonElement.Parse(Json(new LogEvent(s_at, level, Components.Api, "", null, default, null))).Field("level"));

    private static bool IsLineBreak(char c) => c is '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029';

    private static string Json(LogEvent record) => Written(new JsonLogFormat(), record);

    private static string Text(LogEvent record) => Written(new TextLogFormat(), record);

    private static string Written(ILogFormat format, LogEvent record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        format.Write(record, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
