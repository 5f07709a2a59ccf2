using System.Collections.Frozen;

namespace Ael.Engine.Errors;

/// <summary>
/// One entry of the error catalogue: the stable name callers match on, its category, the HTTP status it maps to,
/// whether a repeat of the same call can end differently, and what to do when nothing more precise is known.
/// </summary>
internal sealed record ErrorCode(string Name, string Category, int HttpStatus, bool Retryable, string DefaultSuggestion)
{
    public static readonly ErrorCode ToolUnavailable = new("TOOL_UNAVAILABLE", "tool", 503, true, "Check the MCP server's state with `tools list` or GET /api/v1/servers; the engine keeps reconnecting.");
    public static readonly ErrorCode ToolNotFound = new("TOOL_NOT_FOUND", "tool", 404, false, "See the tools that exist with `tools list` or GET /api/v1/tools.");
    public static readonly ErrorCode ToolTimeout = new("TOOL_TIMEOUT", "tool", 504, true, "Raise the step's `timeout`, or ask the tool for less.");
    public static readonly ErrorCode ToolRejected = new("TOOL_REJECTED", "tool", 400, false, "Compare the step's `params` with the tool's input schema.");
    public static readonly ErrorCode ToolFailed = new("TOOL_FAILED", "tool", 502, true, "Read the tool's own message above; retry when the cause is temporary.");
    public static readonly ErrorCode CodeSyntax = new("CODE_SYNTAX", "code", 400, false, "Correct the Python at the line named.");
    public static readonly ErrorCode CodeRuntime = new("CODE_RUNTIME", "code", 500, true, "Look at the line named; print() shows values in the step's log.");
    public static readonly ErrorCode CodeTimeout = new("CODE_TIMEOUT", "code", 504, true, "Raise the step's `timeout`, or do less in one step.");
    public static readonly ErrorCode CodeSecurity = new("CODE_SECURITY", "code", 403, false, "Use a tool call for files, network and processes, or choose a wider `python.profile`.");
    public static readonly ErrorCode CodeOutputInvalid = new("CODE_OUTPUT_INVALID", "code", 500, false, "Return JSON values only: dict with string keys, list, str, int, float, bool, None.");
    public static readonly ErrorCode TemplateError = new("TEMPLATE_ERROR", "template", 400, false, "Use `| default(...)` for values that may be absent.");
    public static readonly ErrorCode InputInvalid = new("INPUT_INVALID", "input", 400, false, "Correct the inputs named; the workflow's schema lists what it takes.");
    public static readonly ErrorCode ParamInvalid = new("PARAM_INVALID", "input", 400, false, "Correct the parameter named.");
    public static readonly ErrorCode WorkflowInvalid = new("WORKFLOW_INVALID", "workflow", 400, false, "Run `validate` on the file and correct each problem listed.");
    public static readonly ErrorCode WorkflowNotFound = new("WORKFLOW_NOT_FOUND", "workflow", 404, false, "List the workflows with GET /api/v1/workflows or the tool `workflow_list`.");
    public static readonly ErrorCode WorkflowTimeout = new("WORKFLOW_TIMEOUT", "workflow", 504, false, "Raise the workflow's `timeout` or `execution.timeout`.");
    public static readonly ErrorCode WorkflowRecursion = new("WORKFLOW_RECURSION", "workflow", 400, false, "Break the chain of workflow steps that leads back to the same workflow.");
    public static readonly ErrorCode StepFailed = new("STEP_FAILED", "workflow", 500, true, "See `cause` for what went wrong inside the step.");
    public static readonly ErrorCode Cancelled = new("CANCELLED", "execution", 499, false, "Start the execution again if it was not meant to stop.");
    public static readonly ErrorCode ResourceExhausted = new("RESOURCE_EXHAUSTED", "execution", 503, true, "Try again later, or raise the limit named.");
    public static readonly ErrorCode ConfigInvalid = new("CONFIG_INVALID", "config", 500, false, "Correct the configuration at the place named.");
    public static readonly ErrorCode StorageError = new("STORAGE_ERROR", "storage", 500, true, "Check the disk and the permissions of `storage.path`.");
    public static readonly ErrorCode AuthRequired = new("AUTH_REQUIRED", "security", 401, false, "Send an API key as `Authorization: Bearer <key>`.");
    public static readonly ErrorCode AuthInvalid = new("AUTH_INVALID", "security", 401, false, "Use a key that is listed under `security.api_keys`.");
    public static readonly ErrorCode Forbidden = new("FORBIDDEN", "security", 403, false, "Use a key whose scopes allow this.");
    public static readonly ErrorCode RateLimited = new("RATE_LIMITED", "security", 429, true, "Wait for the time in Retry-After.");
    public static readonly ErrorCode InternalError = new("INTERNAL_ERROR", "internal", 500, true, "Look up the trace id in the engine's log and report it.");

    /// <summary>All codes in the order of the documentation.</summary>
    public static readonly IReadOnlyList<ErrorCode> All =
    [
        ToolUnavailable, ToolNotFound, ToolTimeout, ToolRejected, ToolFailed, CodeSyntax, CodeRuntime, CodeTimeout, CodeSecurity,
        CodeOutputInvalid, TemplateError, InputInvalid, ParamInvalid, WorkflowInvalid, WorkflowNotFound, WorkflowTimeout,
        WorkflowRecursion, StepFailed, Cancelled, ResourceExhausted, ConfigInvalid, StorageError, AuthRequired, AuthInvalid,
        Forbidden, RateLimited, InternalError,
    ];

    private static readonly FrozenDictionary<string, ErrorCode> s_byName = All.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);

    public static bool TryGet(string name, out ErrorCode code) => s_byName.TryGetValue(name, out code!);

    public override string ToString() => Name;
}
