using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp.Management;

internal sealed class WorkflowRun(IWorkflowEngine engine, WaitingCaller caller) : ManagementTool(
    "workflow_run",
    "Runs a workflow and gives its whole result with every step. With `async`, gives the execution at once; `execution_get` then shows how it goes.",
    [
        Required("name", "The workflow's name, or name@version."),
        Optional("inputs", "The workflow's inputs, by name.", InputType.Object),
        Optional("async", "Do not wait for the end.", InputType.Boolean),
    ],
    typeof(ExecutionResult),
    readOnly: false)
{
    protected override async ValueTask<CallToolResult> CallAsync(Arguments arguments, ToolRequest request, CancellationToken cancellationToken)
    {
        var start = new StartRequest(arguments.RequiredText("name"), arguments.Object("inputs"), Sources.Mcp) { Parent = request.Trace };
        try
        {
            return arguments.Flag("async") ? await StartAsync(start, cancellationToken) : await RunAsync(start, request, cancellationToken);
        }
        catch (AelException e) when (e.Error.Code == ErrorCode.WorkflowNotFound)
        {
            throw new AelException(e.Error with { Detail = $"arguments.name: {e.Message}" }, e);
        }
    }

    private async Task<CallToolResult> RunAsync(StartRequest start, ToolRequest request, CancellationToken cancellationToken)
    {
        var result = await caller.RunAsync(start, request, cancellationToken);
        return CallResults.Value(result, isError: result.Status != ExecutionStatus.Completed);
    }

    private async Task<CallToolResult> StartAsync(StartRequest start, CancellationToken cancellationToken)
    {
        var handle = await engine.StartAsync(start, cancellationToken);
        var started = await engine.GetAsync(handle.ExecutionId, cancellationToken) ?? throw Missing.Execution(handle.ExecutionId);
        return CallResults.Value(started.Result);
    }
}
