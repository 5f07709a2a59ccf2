using Ael.Engine.Errors;
using Ael.Engine.Workflows;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp.Management;

internal sealed class WorkflowValidate(IWorkflowValidator validator, IWorkflowCatalogue catalogue) : ManagementTool(
    "workflow_validate",
    "Checks a workflow's YAML without running it, and reports every problem with its line and a suggestion. Give `yaml`, or the `name` of a workflow.",
    [Optional("yaml", "The text to check."), Optional("name", "A known workflow to check again, with the tools that exist now.")],
    typeof(Result),
    readOnly: true)
{
    protected override async ValueTask<CallToolResult> CallAsync(Arguments arguments, ToolRequest request, CancellationToken cancellationToken)
    {
        var checkedNow = (arguments.Text("yaml"), arguments.Text("name")) switch
        {
            ({ } yaml, null) => await validator.ValidateAsync(yaml, file: null, all: true, cancellationToken),
            (null, { } name) => await CheckKnownAsync(name, cancellationToken),
            _ => throw new AelException(ErrorCode.ParamInvalid, "workflow_validate takes either 'yaml' or 'name'", "arguments.yaml: together with 'name', or none of them", "Give exactly one of them."),
        };
        return CallResults.Value(new Result(
            checkedNow.Valid, checkedNow.Definition?.Name, checkedNow.Definition?.Version, [.. checkedNow.Problems.Select(p => new ProblemItem(p))]));
    }

    private async Task<ValidationResult> CheckKnownAsync(string name, CancellationToken cancellationToken)
    {
        var entry = catalogue.Entries.LastOrDefault(e => e.Name == name) ?? throw Missing.Workflow(name, null, catalogue);

        // A broken file's problems are those of the file; its definition is an older one that would be found well.
        return entry is { Valid: true, Definition: { } definition }
            ? await validator.ValidateAsync(definition.Source, definition.File, all: true, cancellationToken)
            : new ValidationResult(null, entry.Problems);
    }

    private sealed record Result(bool Valid, string? Name, string? Version, IReadOnlyList<ProblemItem> Problems);
}
