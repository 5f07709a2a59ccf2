using Ael.Engine.Workflows;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp.Management;

internal sealed class WorkflowList(IWorkflowCatalogue catalogue) : ManagementTool(
    "workflow_list",
    "Lists the workflows with their versions, descriptions and inputs, and says which files have problems.",
    [Optional("tag", "Only workflows with this tag.")],
    typeof(Result),
    readOnly: true)
{
    protected override ValueTask<CallToolResult> CallAsync(Arguments arguments, ToolRequest request, CancellationToken cancellationToken)
    {
        var tag = arguments.Text("tag");
        var entries = catalogue.Entries
            .Where(e => tag is null || e.Definition?.Tags.Contains(tag) == true)
            .Select(e => new Item(
                e.Name, e.Version, e.Definition?.Description, e.Definition?.Tags ?? [], e.Definition?.Inputs.Select(i => i.Name) ?? [], e.Valid, e.Problems.Count));
        return ValueTask.FromResult(CallResults.Value(new Result([.. entries])));
    }

    private sealed record Result(IReadOnlyList<Item> Workflows);

    private sealed record Item(
        string Name, string? Version, string? Description, IReadOnlyList<string> Tags, IEnumerable<string> Inputs, bool Valid, int Problems);
}
