using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

/// <summary>
/// What the labels <c>workflow</c> and <c>step</c> say of one execution, the same from its start to its end. They take only names of the
/// catalogue: a repeated execution of what is there no longer is <c>unknown</c>. A file given to the command line is its process's own
/// workflow, and keeps its names.
/// </summary>
internal sealed class RunLabels
{
    private readonly HashSet<string>? _steps;

    private RunLabels(string workflow, HashSet<string>? steps) => (Workflow, _steps) = (workflow, steps);

    public string Workflow { get; }

    public static RunLabels Of(WorkflowDefinition definition, string source, IWorkflowCatalogue catalogue)
    {
        if (source == Sources.Cli || ReferenceEquals(catalogue.Find(definition.Name, definition.Version), definition))
        {
            return new RunLabels(definition.Name, null);
        }

        var registered = catalogue.Entries.Where(e => e.Name == definition.Name).ToList();
        return new RunLabels(
            registered.Count == 0 ? MetricCatalogue.Unknown : definition.Name,
            registered.SelectMany(e => e.Definition?.Steps ?? []).Select(s => s.Id).ToHashSet(StringComparer.Ordinal));
    }

    public string Step(string id) => _steps is null || _steps.Contains(id) ? id : MetricCatalogue.Unknown;
}
