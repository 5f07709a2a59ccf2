using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Storage;

namespace Ael.Engine.Execution;

/// <summary>How a step, or one element of its <c>foreach</c>, ended.</summary>
internal sealed record StepOutcome(StepStatus Status)
{
    public JsonElement? Output { get; init; }

    public AelError? Error { get; init; }

    public string? SkipReason { get; init; }

    public static StepOutcome Completed(JsonElement output) => new(StepStatus.Completed) { Output = output };

    public static StepOutcome Failed(AelError error) => new(StepStatus.Failed) { Error = error };

    /// <summary>The execution was stopped around it.</summary>
    public static StepOutcome Stopped(ExecutionRun run) => new(StepStatus.Cancelled)
    {
        Error = new AelError(ErrorCode.Cancelled, $"stopped because {run.StopError?.Message ?? "the execution ended"}"),
    };
}
