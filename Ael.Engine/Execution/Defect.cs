using Ael.Engine.Errors;

namespace Ael.Engine.Execution;

/// <summary>What a caller sees of an exception that nobody foresaw: never its text or stack, but how to find it.</summary>
internal static class Defect
{
    public static AelError Error(string? traceId) => new(ErrorCode.InternalError, "the engine failed in a way it should not")
    {
        Detail = traceId is null ? null : $"trace id {traceId}",
    };
}
