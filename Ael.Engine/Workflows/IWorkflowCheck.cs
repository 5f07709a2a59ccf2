using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>
/// A check that needs more than the file: Python's syntax, the tools that exist. Parts above this folder implement it; the
/// validator runs every registered one after the file itself was found readable.
/// </summary>
internal interface IWorkflowCheck
{
    /// <summary>
    /// Whether the answer depends on the file alone. Only such checks decide if a file can be loaded; the others are asked
    /// anew for every listing and validation, since tools come and go.
    /// </summary>
    bool IsStatic { get; }

    /// <summary>Problems found, none when all is well. <c>Path</c>, line and column as in the file.</summary>
    Task<IReadOnlyList<Problem>> CheckAsync(WorkflowDefinition workflow, CancellationToken cancellationToken);
}
