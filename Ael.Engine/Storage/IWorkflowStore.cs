using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>
/// Workflows that were put through the API, for all engines that share the store. What an execution runs is kept with it (<see cref="ExecutionRecord.Definition"/>),
/// so a change here never touches one that has begun.
/// </summary>
/// <remarks>Every member throws <see cref="AelException"/> STORAGE_ERROR when the store cannot do its work.</remarks>
internal interface IWorkflowStore
{
    /// <summary>What changed after a revision: the newest state of each workflow, oldest change first. From 0: all there are, deleted ones too.</summary>
    ValueTask<IReadOnlyList<StoredWorkflow>> GetChangesAsync(long since, CancellationToken cancellationToken);

    /// <summary>Puts a workflow, or a new version of it. Returns its revision.</summary>
    ValueTask<long> PutAsync(string name, string version, string source, CancellationToken cancellationToken);

    /// <summary>Deletes a workflow; its versions stay. Returns the revision of that, null when there was none.</summary>
    ValueTask<long?> DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <param name="Revision">The change's place among all; larger is later.</param>
/// <param name="Name">The workflow.</param>
/// <param name="Version">As its source says.</param>
/// <param name="Source">The YAML; null: it was deleted.</param>
/// <param name="At">When.</param>
internal sealed record StoredWorkflow(long Revision, string Name, string Version, string? Source, DateTimeOffset At);
