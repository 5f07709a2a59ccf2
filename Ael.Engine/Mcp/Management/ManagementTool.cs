using Ael.Engine.Workflows;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp.Management;

/// <summary>One of the engine's own tools (<c>workflow_list</c>, <c>execution_get</c>, ...).</summary>
internal abstract class ManagementTool(string name, string description, IReadOnlyList<InputDefinition> parameters, Type result, bool readOnly)
    : ExposedTool(new Tool
    {
        Name = name,
        Description = description,
        InputSchema = InputSchema.Inputs(parameters),
        OutputSchema = McpJson.SchemaOf(result),
        Annotations = new ToolAnnotations { ReadOnlyHint = readOnly, OpenWorldHint = !readOnly },
    })
{
    public sealed override ValueTask<CallToolResult> CallAsync(ToolRequest request, CancellationToken cancellationToken) =>
        CallAsync(new Arguments(Name, parameters, request.Arguments), request, cancellationToken);

    /// <exception cref="Errors.AelException">Anything the caller should hear of.</exception>
    protected abstract ValueTask<CallToolResult> CallAsync(Arguments arguments, ToolRequest request, CancellationToken cancellationToken);

    protected static InputDefinition Required(string name, string description, InputType type = InputType.String) =>
        new(name) { Description = description, Type = type };

    protected static InputDefinition Optional(string name, string description, InputType type = InputType.String) =>
        new(name) { Description = description, Type = type, Required = false };
}
