using System.Collections.Frozen;

namespace Ael.Engine.Workflows;

/// <summary>A consistent picture of what is loaded; never changes.</summary>
internal sealed class WorkflowSet
{
    public static readonly WorkflowSet Empty = new([]);

    private readonly FrozenDictionary<string, WorkflowDefinition[]> _byName;

    public WorkflowSet(IEnumerable<WorkflowEntry> entries)
    {
        Entries = [.. entries.OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Version, WorkflowVersions.Order).ThenBy(e => e.File, StringComparer.Ordinal)];
        _byName = Entries.Where(e => e.Definition is not null).Select(e => e.Definition!)
            .GroupBy(d => d.Name).ToFrozenDictionary(g => g.Key, g => g.OrderByDescending(d => d.Version, WorkflowVersions.Order).ToArray(), StringComparer.Ordinal);
    }

    public IReadOnlyList<WorkflowEntry> Entries { get; }

    /// <summary>Names that can be run.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    public WorkflowDefinition? Find(string name, string? version) =>
        _byName.TryGetValue(name, out var versions)
            ? version is null ? versions[0] : versions.FirstOrDefault(d => d.Version == version)
            : null;

    /// <summary>Versions of that name, highest first.</summary>
    public IReadOnlyList<string> VersionsOf(string name) => _byName.TryGetValue(name, out var versions) ? [.. versions.Select(d => d.Version)] : [];
}
