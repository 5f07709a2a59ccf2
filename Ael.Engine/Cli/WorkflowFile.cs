using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Cli;

internal static class WorkflowFile
{
    /// <exception cref="AelException">WORKFLOW_NOT_FOUND without the file; WORKFLOW_INVALID with every problem.</exception>
    public static async Task<WorkflowDefinition> ReadAsync(IWorkflowValidator validator, string path, CancellationToken cancellationToken)
    {
        var result = await validator.ValidateAsync(await TextAsync(path, cancellationToken), path, all: false, cancellationToken);
        return result.Definition ?? throw new AelException(
            ErrorCode.WorkflowInvalid, $"{path} is not a valid workflow", string.Join('\n', result.Problems.Select(p => $"{path}:{p}")));
    }

    /// <exception cref="AelException">WORKFLOW_NOT_FOUND without the file; WORKFLOW_INVALID when it cannot be a workflow's.</exception>
    public static async Task<string> TextAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        var (text, problem) = await WorkflowFolder.ReadAsync(file, cancellationToken);
        if (text is not null)
        {
            return text;
        }

        throw file.Exists
            ? new AelException(ErrorCode.WorkflowInvalid, $"cannot read {path}: {problem!.Message}", $"{path}:{problem}", problem.Suggestion)
            : new AelException(ErrorCode.WorkflowNotFound, $"cannot read {path}: {problem!.Message}", suggestion: "Check the path.");
    }
}
