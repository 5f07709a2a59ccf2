namespace Ael.Engine.Telemetry;

/// <summary>Names of attributes; <see cref="SpanCatalogue.Attributes"/> says what they mean and where they stand.</summary>
internal static class SpanAttributes
{
    public const string WorkflowName = "ael.workflow.name";
    public const string WorkflowId = "ael.workflow.id";
    public const string StepName = "ael.step.name";
    public const string StepType = "ael.step.type";
    public const string ToolName = "ael.tool.name";
    public const string ErrorType = "ael.error.type";

    public const string WorkflowVersion = "ael.workflow.version";
    public const string WorkflowStatus = "ael.workflow.status";
    public const string WorkflowSource = "ael.workflow.source";
    public const string WorkflowParent = "ael.workflow.parent_id";
    public const string WorkflowRerunOf = "ael.workflow.rerun_of";
    public const string WorkflowQueued = "ael.workflow.queued_ms";
    public const string StepStatus = "ael.step.status";
    public const string StepAttempt = "ael.step.attempt";
    public const string StepMaxAttempts = "ael.step.max_attempts";
    public const string StepItem = "ael.step.item";
    public const string StepItems = "ael.step.items";
    public const string StepRetries = "ael.step.retries";
    public const string StepRetryDelay = "ael.step.retry_delay_ms";
    public const string SkipReason = "ael.step.skip_reason";
    public const string RootCause = "ael.step.root_cause";
    public const string ToolServer = "ael.tool.server";
    public const string PythonIsolation = "ael.python.isolation";
    public const string PythonExit = "ael.python.exit";
    public const string PythonToolCalls = "ael.python.tool_calls";

    public const string ExceptionType = "exception.type";
    public const string ExceptionMessage = "exception.message";
    public const string ExceptionStackTrace = "exception.stacktrace";
    public const string McpMethod = "mcp.method.name";
    public const string GenAiOperation = "gen_ai.operation.name";
    public const string GenAiTool = "gen_ai.tool.name";
    public const string Error = "error.type";
}

/// <summary>Names of events within spans.</summary>
internal static class SpanEvents
{
    public const string Exception = "exception";
    public const string Retry = "ael.step.retry";
    public const string Skipped = "ael.step.skipped";
}
