using Ael.Engine.Execution;
using Ael.Engine.Storage;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp.Management;

internal sealed class ExecutionCancel(IWorkflowEngine engine) : ManagementTool(
    "execution_cancel",
    "Asks a running or waiting execution to stop. `cancelled` is false when it had ended already.",
    [Required("execution_id", "As in exec-1a2b3c4d5e6f."), Optional("reason", "Why, for the record.")],
    typeof(Result),
    readOnly: false)
{
    protected override async ValueTask<CallToolResult> CallAsync(Arguments arguments, ToolRequest request, CancellationToken cancellationToken)
    {
        var id = arguments.RequiredText("execution_id");
        _ = await engine.GetAsync(id, cancellationToken) ?? throw Missing.Execution(id);
        var cancelled = await engine.CancelAsync(id, arguments.Text("reason") ?? "cancelled by execution_cancel");
        var now = await engine.GetAsync(id, cancellationToken) ?? throw Missing.Execution(id);
        return CallResults.Value(new Result(id, cancelled, now.Result.Status));
    }

    private sealed record Result(string ExecutionId, bool Cancelled, ExecutionStatus Status);
}
