namespace Ael.Engine.Telemetry;

/// <summary>One field of a log record: its name in JSON lines, and as an attribute in OTLP where that has no place of its own for it.</summary>
/// <param name="Name">As written.</param>
/// <param name="Type">Of its JSON value.</param>
/// <param name="On">Which lines have it.</param>
/// <param name="Description">What it says.</param>
internal sealed record LogField(string Name, string Type, string On, string Description);

/// <summary>The fields of a log record. The first eight are DOC-058's (Story 3), in its order.</summary>
internal static class LogFieldCatalogue
{
    public const string Timestamp = "timestamp";
    public const string Level = "level";
    public const string Component = "component";
    public const string WorkflowId = "workflow_id";
    public const string ExecutionId = "execution_id";
    public const string Message = "message";
    public const string TraceId = "trace_id";
    public const string SpanId = "span_id";
    public const string StepId = "step_id";
    public const string Attempt = "attempt";
    public const string Item = "item";
    public const string ErrorType = "error_type";
    public const string Status = "status";
    public const string DurationMs = "duration_ms";
    public const string Tool = "tool";
    public const string Server = "server";
    public const string Exception = "exception";

    private const string Every = "every line";
    private const string InExecution = "lines of an execution";
    private const string InStep = "lines of a step";
    private const string WhereKnown = "where it applies";

    public static readonly IReadOnlyList<LogField> All =
    [
        new(Timestamp, "string", Every, "When, in UTC (RFC 3339)."),
        new(Level, "string", Every, "DEBUG, INFO, WARNING, ERROR or CRITICAL."),
        new(Component, "string", Every, "The part of the engine that wrote it, named as in `ael_errors_total`."),
        new(WorkflowId, "string", InExecution, "The workflow's name."),
        new(ExecutionId, "string", InExecution, "The execution, as in the REST API and as `ael.workflow.id` of its spans."),
        new(Message, "string", Every, "What happened, without secrets."),
        new(TraceId, "string", "lines written within a trace", "32 lowercase hex digits."),
        new(SpanId, "string", "lines written within a trace", "16 lowercase hex digits: the span that was current."),
        new(StepId, "string", InStep, "The step's id."),
        new(Attempt, "number", "lines of an attempt of a step", "From 1."),
        new(Item, "number", "lines of an element of `foreach`", "Its index, from 0."),
        new(ErrorType, "string", WhereKnown, "The error's code, as `type` of `ael_errors_total` and `ael.error.type` of spans."),
        new(Status, "string", WhereKnown, "How an execution, a step or a call ended."),
        new(DurationMs, "number", WhereKnown, "How long it took, in milliseconds."),
        new(Tool, "string", WhereKnown, "The tool that was called."),
        new(Server, "string", WhereKnown, "The MCP server, by its key under `tools.mcp_servers`."),
        new(Exception, "object", "lines about an unforeseen failure", "`{type, message, stack_trace}`; in OTLP `exception.type`, `exception.message`, `exception.stacktrace`."),
    ];

    /// <summary>The field that a message's placeholder fills; null for one that is in the text only.</summary>
    public static string? OfPlaceholder(string name) => name switch
    {
        "Attempt" => Attempt,
        "Code" => ErrorType,
        "Status" => Status,
        "DurationMs" => DurationMs,
        "Tool" => Tool,
        "Server" => Server,
        _ => null,
    };
}
