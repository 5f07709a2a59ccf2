using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp;

/// <summary>One entry of <c>tools/list</c> and what a call of it does.</summary>
internal abstract class ExposedTool(Tool definition)
{
    public Tool Definition { get; } = definition;

    public string Name => Definition.Name;

    /// <summary>Failures that a caller can act on are results with <c>isError</c>; exceptions are for the caller of this method to turn into one.</summary>
    public abstract ValueTask<CallToolResult> CallAsync(ToolRequest request, CancellationToken cancellationToken);
}
