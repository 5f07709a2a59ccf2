using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>Looks at workflow steps against the workflows that are loaded: names that do not exist, and chains that lead back.</summary>
internal sealed class SubWorkflowCheck(WorkflowSetHolder loaded) : IWorkflowCheck
{
    public bool IsStatic => false;

    public Task<IReadOnlyList<Problem>> CheckAsync(WorkflowDefinition workflow, CancellationToken cancellationToken)
    {
        var set = loaded.Current;
        List<Problem> problems = [.. Unknown(workflow, set)];
        if (Circle(workflow, set) is { } circle)
        {
            problems.Add(circle);
        }

        return Task.FromResult<IReadOnlyList<Problem>>(problems);
    }

    /// <summary>As the other, for a workflow that may not be loaded yet, or in another form.</summary>
    public static Problem? Circle(WorkflowDefinition workflow, WorkflowSet set) =>
        Circle(workflow, (name, version) => Meant(workflow, name, version) ? workflow : set.Find(name, version));

    /// <summary>The chain of workflow steps that leads from a workflow back to it, as a problem of its file; null when there is none.</summary>
    public static Problem? Circle(WorkflowDefinition start, Func<string, string?, WorkflowDefinition?> find)
    {
        foreach (var step in start.Steps.Where(s => s.WorkflowName is not null))
        {
            if (Way(step, start, find, []) is { Count: > 1 } way)
            {
                return new Problem(ErrorCode.WorkflowRecursion, $"steps[{step.Index}].workflow", step.Line, 0,
                    $"the workflow calls itself through others: {string.Join(" -> ", [start.Name, .. way])}", "take one of these workflow steps out of the circle");
            }
        }

        return null;
    }

    private static List<string>? Way(StepDefinition step, WorkflowDefinition goal, Func<string, string?, WorkflowDefinition?> find, HashSet<WorkflowDefinition> visited)
    {
        if (find(step.WorkflowName!, step.WorkflowVersion) is not { } called)
        {
            return null;
        }

        if (ReferenceEquals(called, goal))
        {
            return [goal.Name];
        }

        // Depth is bounded by the number of workflows, since none is visited twice.
        return visited.Add(called)
            ? called.Steps.Where(s => s.WorkflowName is not null).Select(s => Way(s, goal, find, visited)).FirstOrDefault(w => w is not null) is { } way ? [called.Name, .. way] : null
            : null;
    }

    private static IEnumerable<Problem> Unknown(WorkflowDefinition workflow, WorkflowSet set)
    {
        foreach (var step in workflow.Steps.Where(s => s.WorkflowName is not null))
        {
            var (name, version) = (step.WorkflowName!, step.WorkflowVersion);
            if (Meant(workflow, name, version) || set.Find(name, version) is not null)
            {
                continue;
            }

            // A warning: the other file may come later, in any order.
            var versions = set.VersionsOf(name);
            yield return new Problem(ErrorCode.WorkflowNotFound, $"steps[{step.Index}].workflow", step.Line, 0,
                versions.Count > 0 ? $"the workflow '{name}' has no version {version}" : $"no workflow '{name}' is loaded",
                versions.Count > 0 ? $"use one of: {string.Join(", ", versions)}" : DidYouMean.Suggest(name, set.Names) ?? "add its file to the workflows directory")
            {
                Severity = ProblemSeverity.Warning,
            };
        }
    }

    private static bool Meant(WorkflowDefinition workflow, string name, string? version) => name == workflow.Name && (version ?? workflow.Version) == workflow.Version;
}
