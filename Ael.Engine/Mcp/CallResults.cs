using System.Text.Json;
using System.Text.Json.Nodes;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp;

/// <summary>The engine's answers as results of <c>tools/call</c>.</summary>
internal static class CallResults
{
    /// <summary>
    /// An execution that ended. Completed: the output as text and, being structured content, as an object (anything else is under
    /// <c>result</c>). Otherwise its error.
    /// </summary>
    public static CallToolResult Ended(ExecutionResult execution)
    {
        if (execution.Status != ExecutionStatus.Completed)
        {
            return Failed(WithPlace(execution), execution);
        }

        var output = execution.Output is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value ? value : (JsonElement?)null;
        return new CallToolResult
        {
            Content = [Text(output switch
            {
                null => $"Workflow '{execution.Workflow}' completed without an output.",
                { ValueKind: JsonValueKind.String } text => text.GetString()!,
                { } json => McpJson.ToText(json),
            })],
            StructuredContent = output switch
            {
                null => null,
                { ValueKind: JsonValueKind.Object } json => json,
                { } json => McpJson.ToElement(new JsonObject { ["result"] = JsonSerializer.SerializeToNode(json) }),
            },
            Meta = Meta(execution),
        };
    }

    /// <summary>A value of the engine, the same in text and structured content.</summary>
    public static CallToolResult Value<T>(T value, bool isError = false)
    {
        var json = McpJson.ToElement(value);
        return new CallToolResult { Content = [Text(McpJson.ToText(json))], StructuredContent = json, IsError = isError };
    }

    /// <summary>
    /// An error: the fields of the error catalogue, the trace id and the workflow, as JSON text and in <c>_meta</c>. It is not structured
    /// content, since that has to match the tool's output schema.
    /// </summary>
    public static CallToolResult Failed(AelError error, string? traceId) => Failed(Fields(error, traceId), new JsonObject());

    private static CallToolResult Failed(AelError error, ExecutionResult execution)
    {
        var fields = Fields(error, execution.TraceId);
        fields["workflow"] = execution.Workflow;
        fields["status"] = McpJson.ToElement(execution.Status).GetString();
        return Failed(fields, Meta(execution));
    }

    private static CallToolResult Failed(JsonObject fields, JsonObject meta)
    {
        var text = Text(fields.ToJsonString(McpJson.Options));
        meta["ael/error"] = fields;
        return new CallToolResult { Content = [text], IsError = true, Meta = meta };
    }

    private static JsonObject Fields(AelError error, string? traceId)
    {
        var fields = JsonSerializer.SerializeToNode(error, McpJson.Options)!.AsObject();
        fields["trace_id"] = traceId;
        return fields;
    }

    // The failing step stands in the error where the engine knows it, else it is the first that failed.
    private static AelError WithPlace(ExecutionResult execution)
    {
        var error = execution.Error ?? new AelError(ErrorCode.InternalError, $"Workflow '{execution.Workflow}' ended as {execution.Status} without an error.");
        return error with
        {
            ExecutionId = error.ExecutionId ?? execution.ExecutionId,
            StepId = error.StepId ?? execution.Steps.FirstOrDefault(s => s.Status is StepStatus.Failed or StepStatus.TimedOut && s.SkipReason is null)?.Id,
        };
    }

    private static JsonObject Meta(ExecutionResult execution) => new()
    {
        ["ael/execution_id"] = execution.ExecutionId,
        ["ael/trace_id"] = execution.TraceId,
    };

    private static TextContentBlock Text(string text) => new() { Text = text };
}
