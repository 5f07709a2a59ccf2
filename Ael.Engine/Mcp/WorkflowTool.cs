using System.Text.Json.Nodes;
using Ael.Engine.Execution;
using Ael.Engine.Workflows;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp;

/// <summary>A workflow as a tool under its own name; a call runs it to its end.</summary>
internal sealed class WorkflowTool(WorkflowDefinition workflow, WaitingCaller caller) : ExposedTool(Describe(workflow))
{
    public override async ValueTask<CallToolResult> CallAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        // By name, not by the version listed: what runs is what the catalogue holds now.
        var start = new StartRequest(workflow.Name, request.Arguments, Sources.Mcp) { Parent = request.Trace };
        return CallResults.Ended(await caller.RunAsync(start, request, cancellationToken));
    }

    private static Tool Describe(WorkflowDefinition workflow)
    {
        var meta = new JsonObject { ["ael/version"] = workflow.Version };
        if (workflow.Tags.Count > 0)
        {
            meta["ael/tags"] = new JsonArray([.. workflow.Tags.Select(t => JsonValue.Create(t))]);
        }

        return new Tool
        {
            Name = workflow.Name,
            Description = workflow.Description ?? $"Runs the workflow '{workflow.Name}'.",
            InputSchema = InputSchema.Inputs(workflow),
            OutputSchema = InputSchema.Outputs(workflow),
            Meta = meta,
        };
    }
}
