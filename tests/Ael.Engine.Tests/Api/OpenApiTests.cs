using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Api;

public class OpenApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    /// <summary>Every mapped route under /api/v1, as <c>GET /api/v1/workflows</c>, with its endpoint.</summary>
    internal static IReadOnlyDictionary<string, RouteEndpoint> Routes(ApiHost host) =>
        host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => (m + " " + e.RoutePattern.RawText!.TrimEnd('/'), e)))
            .ToDictionary();

    [Fact]
    public async Task Every_route_is_described_and_nothing_else()
    {
        var operations = (await Document()).GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => (Name: o.Name.ToUpperInvariant() + " " + p.Name, Operation: o.Value))).ToList();

        Assert.Equal(Routes(fixture.Host).Keys.Order(), operations.Select(o => o.Name).Order());
        Assert.All(operations, o =>
        {
            Assert.NotEmpty(o.Operation.GetProperty("summary").GetString()!);
            Assert.Contains("Needs the scope `", o.Operation.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(o.Operation.GetProperty("operationId").GetString()!);
            Assert.NotEmpty(o.Operation.GetProperty("tags")[0].GetString()!);
            Assert.Contains(o.Operation.GetProperty("responses").EnumerateObject(), r => r.Name[0] == '2');
            Assert.True(o.Operation.GetProperty("responses").GetProperty("400").GetProperty("content").TryGetProperty("application/problem+json", out _));
        });
    }

    [Fact]
    public async Task Query_parameters_and_bodies_are_described()
    {
        var paths = (await Document()).GetProperty("paths");

        var list = paths.GetProperty("/api/v1/executions").GetProperty("get").GetProperty("parameters").EnumerateArray().ToList();
        Assert.Equal(["workflow", "status", "since", "until", "text", "limit", "cursor"], list.Select(p => p.GetProperty("name").GetString()));
        Assert.Contains("timed_out", list[1].GetProperty("schema").GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
        var put = paths.GetProperty("/api/v1/workflows/{name}").GetProperty("put").GetProperty("requestBody").GetProperty("content");
        Assert.Equal("string", put.GetProperty("application/yaml").GetProperty("schema").GetProperty("type").GetString());
        var validate = paths.GetProperty("/api/v1/workflows/validate").GetProperty("post").GetProperty("requestBody").GetProperty("content");
        Assert.Equal("string", validate.GetProperty("text/yaml").GetProperty("schema").GetProperty("type").GetString());
        Assert.True(validate.GetProperty("application/json").GetProperty("schema").TryGetProperty("$ref", out _));
    }

    [Theory]
    [InlineData("ExecutionResult", "execution_id", "started_at", "trace_id", "steps", "counts")]
    [InlineData("AelError", "code", "suggestion", "retryable", "http_status", "cause")]
    [InlineData("ApiProblem", "type", "title", "status", "detail", "instance", "code", "problems", "trace_id")]
    public async Task Shapes_are_described_in_snake_case(string schema, params string[] members)
    {
        var properties = (await Document()).GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties");

        Assert.All(members, m => Assert.True(properties.TryGetProperty(m, out _), m));
        Assert.All(properties.EnumerateObject(), p => Assert.Matches("^[a-z0-9_]+$", p.Name));
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(s => "#/components/schemas/" + s.Name).ToHashSet();

        var references = References(document).ToList();

        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.Contains(r, schemas));
    }

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => p.Name == "$ref" ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private Task<JsonElement> Document() => fixture.Host.JsonAsync(200, "GET", "/openapi/v1.json");
}
