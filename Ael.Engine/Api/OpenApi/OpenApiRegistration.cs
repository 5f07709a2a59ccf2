using Ael.Engine.Api.Requests;
using Ael.Engine.Execution;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ael.Engine.Api.OpenApi;

/// <summary>The document at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiRegistration
{
    private const string KeyScheme = "api_key";

    public static IServiceCollection AddAelOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) ?? false;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(CompleteAsync);
        options.AddSchemaTransformer(ConvertedTypes.FillAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "AEL",
            Version = EngineVersion.Current,
            Description = "Runs deterministic workflows of MCP tool calls, Python and other workflows. Errors are problem details (RFC 9457) with a code of the error catalogue.",
        };

        // Where a document was fetched from is where its routes are.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key of security.api_keys. Not needed where none is configured.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<QueryParameters>().SelectMany(p => p.Items))
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = Schema(parameter),
            });
        }

        var scope = metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Select(a => a.Policy).LastOrDefault();
        operation.Description += $" Needs the scope `{scope}`.";

        // One type describes all content types of a body, but YAML is text.
        foreach (var (type, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            if (BodyText.YamlTypes.Contains(type))
            {
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A workflow's YAML." };
            }
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Schema(QueryParameter parameter) => parameter.Type switch
    {
        QueryType.Integer => new OpenApiSchema { Type = JsonSchemaType.Integer },
        QueryType.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        QueryType.DateTime => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        _ => new OpenApiSchema { Type = JsonSchemaType.String, Enum = parameter.Allowed.Count == 0 ? null : [.. parameter.Allowed.Select(a => (System.Text.Json.Nodes.JsonNode)a)] },
    };
}
