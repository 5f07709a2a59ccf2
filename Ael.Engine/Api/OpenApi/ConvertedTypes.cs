using System.Text.Json.Nodes;
using Ael.Engine.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ael.Engine.Api.OpenApi;

/// <summary>Schemas of types with converters of their own, which cannot be read off the type.</summary>
internal static class ConvertedTypes
{
    public static Task FillAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(AelError))
        {
            Error(schema);
        }
        else if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is { } inner && inner == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String | JsonSchemaType.Null, "date-time");
        }
        else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }

        return Task.CompletedTask;
    }

    private static void Error(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Description = "An error of the catalogue (docs/reference/errors.md).";
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. ErrorCode.All.Select(c => (JsonNode)c.Name)] },
            ["category"] = Text(),
            ["message"] = Text(),
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
            ["suggestion"] = Text(),
            ["retryable"] = new OpenApiSchema { Type = JsonSchemaType.Boolean },
            ["http_status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["step_id"] = Text(),
            ["tool"] = Text(),
            ["execution_id"] = Text(),
            ["cause"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "The error behind this one, of the same shape." },
        };
        schema.Required = new HashSet<string> { "code", "category", "message", "detail", "suggestion", "retryable", "http_status" };
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
