using System.Diagnostics;

namespace Ael.Engine.Telemetry;

/// <summary>
/// Every span of the engine with its attributes and events, once: DOC-058's tree, then OpenTelemetry's conventions for MCP. The code takes the
/// names from here, tests check what is exported against it, and the reference page is made from it.
/// </summary>
internal static class SpanCatalogue
{
    public static readonly SpanDefinition Workflow = new(
        "workflow {workflow}", "workflow ", ActivityKind.Internal, "the caller's span, or none; for a sub-workflow, its step",
        "One execution, from its start to its recorded end; waiting in the queue not included.");

    public static readonly SpanDefinition Step = new(
        "step {step}", "step ", ActivityKind.Internal, "its workflow", "One step with all its attempts; a skipped step has one, too.");

    /// <summary>
    /// The operation's name makes the MCP library take this span for its own: it adds its attributes, sends its id in <c>_meta</c>, and makes no
    /// second span. So there is one span for a call, also for one that never reaches a server, and what it says is redacted.
    /// </summary>
    public static readonly SpanDefinition ToolCall = new(
        "tools/call {tool}", "execute_tool ", ActivityKind.Client, "its step; for a call out of code, the Python execution",
        "One MCP request: one call of a tool, within one attempt.");

    public static readonly SpanDefinition Python = new(
        "python exec", "python exec", ActivityKind.Internal, "its step", "One attempt of a code step, waiting for a worker included.");

    public static readonly IReadOnlyList<SpanDefinition> Spans = [Workflow, Step, ToolCall, Python];

    public static readonly IReadOnlyList<EventDefinition> Events =
    [
        new(SpanEvents.Exception, "An error passed through the span.", Workflow.Name, Step.Name, ToolCall.Name, Python.Name),
        new(SpanEvents.Retry, "An attempt failed, and another one follows.", Step.Name),
        new(SpanEvents.Skipped, "The step was skipped, or failed and the workflow went past it.", Step.Name),
    ];

    private static readonly string[] s_all = [Workflow.Name, Step.Name, ToolCall.Name, Python.Name];
    private static readonly string[] s_inStep = [Step.Name, ToolCall.Name, Python.Name];
    private static readonly string[] s_inAttempt = [ToolCall.Name, Python.Name];

    /// <summary>DOC-058's six first.</summary>
    public static readonly IReadOnlyList<AttributeDefinition> Attributes =
    [
        new(SpanAttributes.WorkflowName, "string", "Name of the workflow.", s_all),
        new(SpanAttributes.WorkflowId, "string", "Id of the execution.", s_all),
        new(SpanAttributes.StepName, "string", "Id of the step in its workflow.", s_inStep),
        new(SpanAttributes.StepType, "string", "`tool_call`, `code` or `workflow`.", s_inStep),
        new(SpanAttributes.ToolName, "string", "The tool being called. On a step: the tool that it names.", Step.Name, ToolCall.Name),
        new(SpanAttributes.ErrorType, "string", "Error code, wherever an error passed through.", [.. s_all, SpanEvents.Retry, SpanEvents.Skipped]),
        new(SpanAttributes.WorkflowVersion, "string", "Version of the workflow.", Workflow.Name),
        new(SpanAttributes.WorkflowStatus, "string", "How the execution ended: `completed`, `failed`, `cancelled`, `timed_out`.", Workflow.Name),
        new(SpanAttributes.WorkflowSource, "string", "`mcp`, `rest`, `cli` or `workflow`.", Workflow.Name),
        new(SpanAttributes.WorkflowParent, "string", "Of a sub-workflow: id of the execution that started it.", Workflow.Name),
        new(SpanAttributes.WorkflowRerunOf, "string", "Of a repeated execution: id of the first one, whose trace is linked.", Workflow.Name),
        new(SpanAttributes.WorkflowQueued, "int", "Milliseconds in the queue; absent when there was a place at once.", Workflow.Name),
        new(SpanAttributes.StepStatus, "string", "How the step ended: `completed`, `failed`, `skipped`, `cancelled`, `timed_out`.", Step.Name),
        new(SpanAttributes.StepAttempt, "int", "Number of the attempt, from 1. On a step: of the last one; on a sub-workflow: of the step that started it.", [.. s_inStep, Workflow.Name, SpanEvents.Retry]),
        new(SpanAttributes.StepMaxAttempts, "int", "Attempts that the step's policy allows.", Step.Name),
        new(SpanAttributes.StepItem, "int", "Index within `foreach`, from 0; absent outside. On a sub-workflow: of the step that started it.", [.. s_inAttempt, Workflow.Name, SpanEvents.Retry]),
        new(SpanAttributes.StepItems, "int", "Elements of `foreach`; absent without.", Step.Name),
        new(SpanAttributes.StepRetries, "int", "Attempts after the first, of all elements together; absent when there were none.", Step.Name),
        new(SpanAttributes.StepRetryDelay, "int", "Milliseconds until the next attempt.", SpanEvents.Retry),
        new(SpanAttributes.SkipReason, "string", "`when`, `dependency`, `missing_tool` or `on_error`.", Step.Name, SpanEvents.Skipped),
        new(SpanAttributes.RootCause, "string", "For `dependency`: the step at the far end of the chain.", Step.Name, SpanEvents.Skipped),
        new(SpanAttributes.ToolServer, "string", "The MCP server that the step names; absent when it names none.", ToolCall.Name),
        new(SpanAttributes.PythonIsolation, "string", "`bubblewrap`, `limits` or `none`.", Python.Name),
        new(SpanAttributes.PythonExit, "string", "`completed`, `failed`, or `killed` on timeout and cancellation.", Python.Name),
        new(SpanAttributes.PythonToolCalls, "int", "Tool calls that came out of the code; absent when there were none.", Python.Name),
        new(SpanAttributes.ExceptionType, "string", "Error code; for INTERNAL_ERROR the type of the exception.", SpanEvents.Exception),
        new(SpanAttributes.ExceptionMessage, "string", "The message, redacted.", SpanEvents.Exception, SpanEvents.Retry),
        new(SpanAttributes.ExceptionStackTrace, "string", "For INTERNAL_ERROR alone, where it arose.", SpanEvents.Exception),
        new(SpanAttributes.McpMethod, "string", "`tools/call`.", ToolCall.Name),
        new(SpanAttributes.GenAiOperation, "string", "`execute_tool`.", ToolCall.Name),
        new(SpanAttributes.GenAiTool, "string", "The tool being called.", ToolCall.Name),
        new(SpanAttributes.Error, "string", "OpenTelemetry's own: `tool_error` when the tool said so itself, a JSON-RPC code, an exception's type, or the error code.", ToolCall.Name),
        new("rpc.response.status_code", "string", "JSON-RPC error code; absent without one.", ToolCall.Name),
        new("jsonrpc.request.id", "string", "Id of the request; absent when none was sent.", ToolCall.Name),
        new("mcp.session.id", "string", "Id of the session; absent when no request was sent.", ToolCall.Name),
        new("mcp.protocol.version", "string", "Version of MCP spoken; absent when no answer came.", ToolCall.Name),
        new("network.transport", "string", "`pipe` for stdio, `tcp` for HTTP; absent when no answer came.", ToolCall.Name),
        new("network.protocol.name", "string", "`http`; absent for stdio.", ToolCall.Name),
    ];
}
