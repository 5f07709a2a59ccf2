using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>The workflows that can be run now, kept current with <c>workflows.directory</c>.</summary>
internal interface IWorkflowCatalogue
{
    /// <summary>Every known workflow, ordered by name, then version; a consistent picture that never changes.</summary>
    IReadOnlyList<WorkflowEntry> Entries { get; }

    /// <summary>Raised after <see cref="Entries"/> changed, from the watcher's thread.</summary>
    event Action? Changed;

    /// <summary>The named workflow; without a version, the highest one. Null when there is none that can run.</summary>
    WorkflowDefinition? Find(string name, string? version = null);

    /// <summary>Validates and stores YAML as a file of the directory, replacing the workflow of that name.</summary>
    /// <exception cref="AelException">WORKFLOW_INVALID with every problem; STORAGE_ERROR when the file cannot be written.</exception>
    Task<WorkflowEntry> PutAsync(string name, string yaml, CancellationToken cancellationToken);

    /// <summary>Removes the workflow's file. False when there is no such workflow.</summary>
    Task<bool> DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <summary>
/// A workflow as the catalogue knows it. A file that is broken has its problems here, and in <paramref name="Definition"/> its last
/// good version, or null when there never was one (its name is then the file's).
/// </summary>
/// <param name="Name">The workflow's name.</param>
/// <param name="Version">The version that runs; null when none can.</param>
/// <param name="File">Path of its file.</param>
/// <param name="Definition">What runs.</param>
/// <param name="Problems">Of the file as it is now.</param>
/// <param name="LoadedAt">When the definition was read.</param>
internal sealed record WorkflowEntry(
    string Name, string? Version, string File, WorkflowDefinition? Definition, IReadOnlyList<Problem> Problems, DateTimeOffset LoadedAt)
{
    /// <summary>The file as it is now is in use.</summary>
    public bool Valid => Definition is not null && Problems.All(p => p.Severity != ProblemSeverity.Error);
}
