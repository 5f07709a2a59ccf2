using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>
/// Another engine drives the execution by now: nothing that this one still did for it was recorded, and it must do no more. Neither a failure of the
/// store nor one of the execution, which goes on or has ended elsewhere.
/// </summary>
internal sealed class ExecutionMovedException(string executionId) : AelException(
    ErrorCode.StorageError, $"execution '{executionId}' is driven by another engine by now; what this one still did for it was not recorded",
    suggestion: "Nothing is to be done: look at the execution as it is now.")
{
    public string ExecutionId => executionId;
}
