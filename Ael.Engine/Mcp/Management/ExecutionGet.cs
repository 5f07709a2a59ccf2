using Ael.Engine.Execution;
using Ael.Engine.Storage;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp.Management;

internal sealed class ExecutionGet(IWorkflowEngine engine) : ManagementTool(
    "execution_get",
    "Shows one execution, running or ended, with every step.",
    [Required("execution_id", "As in exec-1a2b3c4d5e6f.")],
    typeof(ExecutionResult),
    readOnly: true)
{
    protected override async ValueTask<CallToolResult> CallAsync(Arguments arguments, ToolRequest request, CancellationToken cancellationToken)
    {
        var id = arguments.RequiredText("execution_id");
        var execution = await engine.GetAsync(id, cancellationToken) ?? throw Missing.Execution(id);
        return CallResults.Value(execution.Result);
    }
}
