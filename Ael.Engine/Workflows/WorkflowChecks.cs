using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>Runs registered checks over a workflow.</summary>
internal static class WorkflowChecks
{
    /// <summary>What they found, each with its exact place in the file.</summary>
    public static async Task<IReadOnlyList<Problem>> RunAsync(IEnumerable<IWorkflowCheck> checks, WorkflowDefinition workflow, CancellationToken cancellationToken)
    {
        var places = new WorkflowPlaces(workflow.Source);
        List<Problem> problems = [];
        foreach (var check in checks)
        {
            var found = await check.CheckAsync(workflow, cancellationToken);
            problems.AddRange(found.Select(places.Sharpen));
        }

        return problems;
    }
}
