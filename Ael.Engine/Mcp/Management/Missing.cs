using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Mcp.Management;

/// <summary>Errors for what a caller named and does not exist.</summary>
internal static class Missing
{
    public static AelException Workflow(string name, string? version, IWorkflowCatalogue catalogue)
    {
        var versions = catalogue.Entries.Where(e => e.Name == name).Select(e => e.Version).OfType<string>().ToList();
        return version is not null && versions.Count > 0
            ? new AelException(ErrorCode.WorkflowNotFound, $"workflow '{name}' has no version '{version}'", $"arguments.version: {version} is not there", $"use one of: {string.Join(", ", versions)}")
            : new AelException(
                ErrorCode.WorkflowNotFound, $"no workflow '{name}'", $"arguments.name: {name} is not there", DidYouMean.Suggest(name, catalogue.Entries.Select(e => e.Name).Distinct()));
    }

    public static AelException Execution(string id) => new(
        ErrorCode.ParamInvalid, $"no execution '{id}'", $"arguments.execution_id: {id} is not there", "See `execution_list`; executions are deleted after the retention time.");
}
