using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>The problems of a workflow as one error.</summary>
internal static class WorkflowProblems
{
    /// <summary>WORKFLOW_INVALID whose detail has every problem, one a line as <c>line:column: path: message (suggestion)</c>.</summary>
    public static AelError ToError(string workflow, IReadOnlyList<Problem> problems)
    {
        var errors = problems.Where(p => p.Severity == ProblemSeverity.Error).ToList();
        var first = errors.Count == 0 ? null : errors[0];
        var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
        var message = first is null ? $"workflow '{workflow}' is invalid" : $"workflow '{workflow}' is invalid: line {first.Line}, {first.Path}: {first.Message}{more}";
        return new AelError(ErrorCode.WorkflowInvalid, message)
        {
            Detail = errors.Count == 0 ? null : string.Join('\n', errors),
            Suggestion = errors is [{ Suggestion: { } only }] ? only : ErrorCode.WorkflowInvalid.DefaultSuggestion,
        };
    }
}
