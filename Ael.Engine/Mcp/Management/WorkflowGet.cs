using System.Text.Json;
using Ael.Engine.Workflows;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp.Management;

internal sealed class WorkflowGet(IWorkflowCatalogue catalogue) : ManagementTool(
    "workflow_get",
    "Shows one workflow: its YAML, the schemas of its inputs and outputs, and the problems of its file.",
    [Required("name", "The workflow's name."), Optional("version", "The version; default: the highest.")],
    typeof(Result),
    readOnly: true)
{
    protected override ValueTask<CallToolResult> CallAsync(Arguments arguments, ToolRequest request, CancellationToken cancellationToken)
    {
        var name = arguments.RequiredText("name");
        var version = arguments.Text("version");
        var definition = catalogue.Find(name, version);
        var entry = catalogue.Entries.FirstOrDefault(e => e.Name == name && (version ?? definition?.Version ?? e.Version) == e.Version)
            ?? throw Missing.Workflow(name, version, catalogue);
        return ValueTask.FromResult(CallResults.Value(new Result(
            entry.Name,
            entry.Version,
            definition?.Description,
            definition?.Tags ?? [],
            entry.Valid,
            [.. entry.Problems.Select(p => new ProblemItem(p))],
            definition is null ? null : InputSchema.Inputs(definition),
            definition is null ? null : InputSchema.Outputs(definition),
            definition?.Source)));
    }

    private sealed record Result(
        string Name, string? Version, string? Description, IReadOnlyList<string> Tags, bool Valid, IReadOnlyList<ProblemItem> Problems,
        JsonElement? InputSchema, JsonElement? OutputSchema, string? Yaml);
}
