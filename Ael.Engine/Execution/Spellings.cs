using Ael.Engine.Storage;
using Ael.Engine.Workflows;

namespace Ael.Engine.Execution;

internal static class Spellings
{
    /// <summary>As in results and telemetry (DOC-058: tool_call, code, workflow).</summary>
    public static string Spelling(this StepType type) => type switch
    {
        StepType.ToolCall => "tool_call",
        StepType.Code => "code",
        _ => "workflow",
    };

    public static string Spelling(this ExecutionStatus status) => status switch
    {
        ExecutionStatus.Pending => "pending",
        ExecutionStatus.Running => "running",
        ExecutionStatus.Completed => "completed",
        ExecutionStatus.Failed => "failed",
        ExecutionStatus.Cancelled => "cancelled",
        _ => "timed_out",
    };

    public static string Spelling(this StepStatus status) => status switch
    {
        StepStatus.Pending => "pending",
        StepStatus.Running => "running",
        StepStatus.Completed => "completed",
        StepStatus.Failed => "failed",
        StepStatus.Skipped => "skipped",
        StepStatus.Cancelled => "cancelled",
        _ => "timed_out",
    };
}
