using System.Text.Json;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp.Management;

internal sealed class ExecutionList(IWorkflowEngine engine) : ManagementTool(
    "execution_list",
    "Lists executions, newest first.",
    [
        Optional("workflow", "Only of this workflow."),
        Optional("status", "Only with this status.") with { Enum = [.. Enum.GetValues<ExecutionStatus>().Select(McpJson.ToElement)] },
        Optional("since", "Created at this time (ISO 8601) or later."),
        Optional("until", "Created before this time."),
        Optional("text", "Found in id, workflow, inputs, output or error."),
        Optional("limit", "How many at most.", InputType.Integer) with { Default = McpJson.ToElement(20), Minimum = 1, Maximum = 200 },
        Optional("cursor", "`next_cursor` of the page before."),
    ],
    typeof(ExecutionPage),
    readOnly: true)
{
    protected override async ValueTask<CallToolResult> CallAsync(Arguments arguments, ToolRequest request, CancellationToken cancellationToken)
    {
        var page = await engine.ListAsync(
            new ExecutionQuery
            {
                Workflow = arguments.Text("workflow"),
                Status = arguments.Text("status") is { } status ? McpJson.ToElement(status).Deserialize<ExecutionStatus>() : null,
                Since = arguments.Time("since"),
                Until = arguments.Time("until"),
                Text = arguments.Text("text"),
                Limit = arguments.Integer("limit") ?? 20,
                Cursor = arguments.Text("cursor"),
            },
            cancellationToken);
        return CallResults.Value(page);
    }
}
