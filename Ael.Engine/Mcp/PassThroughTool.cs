using System.Text.Json;
using Ael.Engine.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp;

/// <summary>A connected server's tool, unchanged in its definition, results, progress and log lines.</summary>
internal sealed class PassThroughTool(ToolInfo tool, string name, IToolClient tools) : ExposedTool(Named(tool.Protocol, name))
{
    public override async ValueTask<CallToolResult> CallAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        var call = new ToolCall(tool.Name, tool.Server, request.Arguments)
        {
            Progress = request.Outbox.WantsProgress ? new ProgressToOutbox(request.Outbox) : null,
            Log = request.Outbox.WantsLog ? request.Outbox.Log : null,
        };
        return await tools.CallRawAsync(call, cancellationToken);
    }

    private static Tool Named(Tool definition, string name)
    {
        if (definition.Name == name)
        {
            return definition;
        }

        // By way of JSON, so that no member of a later version of the protocol is forgotten.
        var copy = JsonSerializer.SerializeToElement(definition, McpJsonUtilities.DefaultOptions).Deserialize<Tool>(McpJsonUtilities.DefaultOptions)!;
        copy.Name = name;
        return copy;
    }

    // Not Progress<T>: that one posts each report to the thread pool, which loses their order.
    private sealed class ProgressToOutbox(Outbox outbox) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => outbox.Progress(value);
    }
}
