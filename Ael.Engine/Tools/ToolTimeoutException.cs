using Ael.Engine.Errors;

namespace Ael.Engine.Tools;

/// <summary>A tool call whose time was up before its result came.</summary>
internal sealed class ToolTimeoutException(string tool, Exception inner, CancellationToken token)
    : OperationCanceledException($"the call of '{tool}' ran out of time", inner, token)
{
    public AelError Error { get; } = new(ErrorCode.ToolTimeout, $"the call of '{tool}' ran out of time") { Tool = tool };
}
