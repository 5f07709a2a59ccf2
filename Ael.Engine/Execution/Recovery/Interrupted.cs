using Ael.Engine.Errors;

namespace Ael.Engine.Execution.Recovery;

/// <summary>What is said of an execution that a restart ended.</summary>
internal static class Interrupted
{
    /// <param name="why">Why it cannot go on, as the end of a sentence.</param>
    public static AelError Error(string why) =>
        new(ErrorCode.InternalError, $"the engine ended while this execution ran, and it was not resumed: {why}")
        {
            Suggestion = "Look at the steps that completed, then run it again.",
        };

    public static AelError Abandoned(string parent) =>
        new(ErrorCode.Cancelled, "the engine ended while this execution ran, and the one that started it went on without it") { ExecutionId = parent };
}
