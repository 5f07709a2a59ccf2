using System.Text.Json;
using Ael.Engine.Errors;

namespace Ael.Engine.Python;

/// <summary>Runs Python outside this process.</summary>
internal interface ICodeRunner
{
    /// <summary>What isolation is in force, and how busy the workers are.</summary>
    PythonStatus Status { get; }

    /// <summary>Runs one code step to its end. When the token is cancelled the worker is killed before this returns.</summary>
    /// <exception cref="CodeException">CODE_SYNTAX, CODE_RUNTIME, CODE_SECURITY, CODE_OUTPUT_INVALID; RESOURCE_EXHAUSTED for memory.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled; the caller knows whether that was a timeout. <see cref="CodeStoppedException"/> when the code had begun.
    /// </exception>
    Task<CodeResult> RunAsync(CodeRequest request, CancellationToken cancellationToken);

    /// <summary>Finds syntax errors and forbidden imports without running anything. Lines count from 1 within the code.</summary>
    Task<IReadOnlyList<CodeProblem>> CheckAsync(string code, CancellationToken cancellationToken);
}

/// <param name="Code">The step's Python, as written.</param>
/// <param name="FirstLine">Line in the YAML file of the code's first line, from 1.</param>
/// <param name="Context">
/// UTF-8 JSON for <c>context</c>: <c>{inputs, steps: {id: {output, status, success, error, duration_ms}}, workflow: {name, version}, execution_id, trace_id, item?}</c>.
/// </param>
/// <param name="Tools">Carries out <c>context.tools.call(...)</c>.</param>
internal sealed record CodeRequest(string Code, int FirstLine, ReadOnlyMemory<byte> Context, ICodeTools Tools);

/// <summary>Tool calls that come out of code. The engine implements it, so that they get its spans, metrics and timeouts.</summary>
internal interface ICodeTools
{
    /// <exception cref="AelException">Anything a tool call can end in; Python sees it as ToolError.</exception>
    Task<JsonElement> CallAsync(string? server, string tool, JsonElement arguments, CancellationToken cancellationToken);
}

/// <param name="Output">The value returned.</param>
/// <param name="Log">What print() and logging wrote, capped, ending in a line that says so when it was.</param>
internal sealed record CodeResult(JsonElement Output, string Log);

/// <summary>A run that failed; its log is worth as much as that of a good one.</summary>
internal sealed class CodeException(AelError error, string log) : AelException(error)
{
    public string Log { get; } = log;
}

/// <summary>A run that was killed, with what it had printed until then.</summary>
internal sealed class CodeStoppedException(string log, OperationCanceledException inner)
    : OperationCanceledException(inner.Message, inner, inner.CancellationToken)
{
    public string Log { get; } = log;
}

internal sealed record CodeProblem(ErrorCode Code, int Line, int Column, string Message, string? Suggestion);

/// <param name="Isolation"><c>bubblewrap</c>, <c>limits</c> or <c>none</c>.</param>
/// <param name="Warning">Why it is less than wanted, and what to install; null when it is not less.</param>
/// <param name="Ready">Workers waiting for work.</param>
/// <param name="Busy">Workers at work.</param>
internal sealed record PythonStatus(string Isolation, string? Warning, int Ready, int Busy);
