using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>What the catalogue remembers of one file.</summary>
internal sealed class WorkflowFile(string path)
{
    public string Path { get; } = path;

    /// <summary>The contents last read; null when it could not be read.</summary>
    public string? Text { get; private set; }

    /// <summary>The file as it is now, null when broken.</summary>
    public WorkflowDefinition? Candidate { get; private set; }

    /// <summary>What ran last.</summary>
    public WorkflowDefinition? LastGood { get; private set; }

    /// <summary>What runs: the candidate, the last good one, or nothing.</summary>
    public WorkflowDefinition? Effective { get; set; }

    /// <summary>Of the file alone.</summary>
    public IReadOnlyList<Problem> OwnProblems { get; private set; } = [];

    /// <summary>Of the file among the others.</summary>
    public List<Problem> SharedProblems { get; } = [];

    /// <summary>Number of the reload that last changed the contents.</summary>
    public int ChangedIn { get; private set; }

    /// <summary>Number of the reload in which the file took its name and version: who came first keeps them.</summary>
    public int ClaimedIn { get; private set; }

    public DateTimeOffset LoadedAt { get; private set; }

    public void Read(string? text, ValidationResult result, int reload)
    {
        if (Candidate is null || result.Definition?.Name != Candidate.Name || result.Definition.Version != Candidate.Version)
        {
            ClaimedIn = reload;
        }

        (Text, Candidate, OwnProblems, ChangedIn) = (text, result.Definition, result.Problems, reload);
    }

    /// <summary>Takes the second choice: what ran before, unless that is the one just refused.</summary>
    public void FallBack() =>
        Effective = ReferenceEquals(Effective, LastGood) || ReferenceEquals(Candidate, LastGood) ? null : LastGood;

    public void Settle(DateTimeOffset now)
    {
        if (Effective is not null && !ReferenceEquals(Effective, LastGood))
        {
            (LastGood, LoadedAt) = (Effective, now);
        }
    }

    public WorkflowEntry ToEntry() => new(
        Effective?.Name ?? System.IO.Path.GetFileNameWithoutExtension(Path), Effective?.Version, Path, Effective,
        [.. OwnProblems, .. SharedProblems], LoadedAt);
}
