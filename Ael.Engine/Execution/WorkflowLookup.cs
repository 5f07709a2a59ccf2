using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>Finds a workflow by <c>name</c> or <c>name@version</c>, or says what there is instead.</summary>
internal static class WorkflowLookup
{
    /// <exception cref="AelException">WORKFLOW_NOT_FOUND; WORKFLOW_INVALID when its file never was good.</exception>
    public static WorkflowDefinition Get(this IWorkflowCatalogue catalogue, string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var (name, version) = at < 0 ? (reference, null) : (reference[..at], reference[(at + 1)..]);
        return catalogue.Find(name, version) ?? throw NotFound(catalogue, name, version);
    }

    public static AelException NotFound(IWorkflowCatalogue catalogue, string name, string? version)
    {
        var entries = catalogue.Entries;
        var named = entries.Where(e => e.Name == name).ToList();
        if (named.FirstOrDefault(e => e.Definition is null) is { } broken)
        {
            var error = WorkflowProblems.ToError(name, broken.Problems);
            return new WorkflowException(error with { Message = $"workflow '{name}' cannot run: its file {Path.GetFileName(broken.File)} has problems" }, broken.Problems);
        }

        if (named.Count > 0)
        {
            var versions = string.Join(", ", named.Select(e => e.Version));
            return new AelException(ErrorCode.WorkflowNotFound, $"there is no version '{version}' of workflow '{name}'", suggestion: $"Use one of: {versions}.");
        }

        return new AelException(
            ErrorCode.WorkflowNotFound, $"there is no workflow '{name}'", suggestion: DidYouMean.Suggest(name, [.. entries.Select(e => e.Name).Distinct()]));
    }
}
