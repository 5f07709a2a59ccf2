using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

internal interface IWorkflowValidator
{
    /// <summary>Reads and checks a workflow's YAML; reports every problem at once, ordered by line.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Where it comes from, for messages; null for text from the API.</param>
    /// <param name="all">Also run the checks that depend on the world outside (<see cref="IWorkflowCheck.IsStatic"/> false).</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    Task<ValidationResult> ValidateAsync(string yaml, string? file, bool all, CancellationToken cancellationToken);
}

/// <summary><paramref name="Definition"/> is null exactly when a problem of severity error was found.</summary>
internal sealed record ValidationResult(WorkflowDefinition? Definition, IReadOnlyList<Problem> Problems)
{
    public bool Valid => Definition is not null;
}
