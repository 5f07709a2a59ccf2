using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ael.Engine.Workflows;

/// <summary>A workflow's inputs and outputs as JSON Schema, for MCP tools and the API.</summary>
internal static class InputSchema
{
    public static JsonElement Inputs(WorkflowDefinition workflow) => Inputs(workflow.Inputs);

    public static JsonElement Inputs(IReadOnlyList<InputDefinition> inputs)
    {
        var properties = new JsonObject();
        foreach (var input in inputs)
        {
            properties[input.Name] = Of(input);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var required = inputs.Where(i => i.Required).Select(i => (JsonNode)i.Name).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        schema["additionalProperties"] = false;
        return JsonSerializer.SerializeToElement(schema);
    }

    /// <summary>
    /// For <c>outputs</c>: an object with every declared name, of any type. Null otherwise: what a single <c>output</c> gives is known only
    /// when it runs.
    /// </summary>
    public static JsonElement? Outputs(WorkflowDefinition workflow)
    {
        if (workflow.Outputs.Count == 0)
        {
            return null;
        }

        var properties = new JsonObject();
        foreach (var output in workflow.Outputs)
        {
            properties[output.Name] = output.Description is null ? [] : new JsonObject { ["description"] = output.Description };
        }

        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. workflow.Outputs.Select(o => (JsonNode)o.Name)]),
        });
    }

    private static JsonObject Of(InputDefinition input)
    {
        var schema = new JsonObject();
        if (input.Type != InputType.Any)
        {
            schema["type"] = InputTypes.NameOf(input.Type);
        }

        if (input.Description is not null)
        {
            schema["description"] = input.Description;
        }

        if (input.Default is { } value)
        {
            schema["default"] = JsonNode.Parse(value.GetRawText());
        }

        if (input.Enum.Count > 0)
        {
            schema["enum"] = new JsonArray([.. input.Enum.Select(e => JsonNode.Parse(e.GetRawText()))]);
        }

        if (input.Pattern is not null)
        {
            schema["pattern"] = input.Pattern.ToString();
        }

        if (input.Minimum is { } minimum)
        {
            schema["minimum"] = minimum;
        }

        if (input.Maximum is { } maximum)
        {
            schema["maximum"] = maximum;
        }

        return schema;
    }
}
