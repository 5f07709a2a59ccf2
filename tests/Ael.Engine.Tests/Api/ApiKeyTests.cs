using Ael.Engine.Configuration;

namespace Ael.Engine.Tests.Api;

public class ApiKeyTests(ApiKeyTests.Fixture fixture) : IClassFixture<ApiKeyTests.Fixture>
{
    [Theory]
    [InlineData("GET", "/health/live", 200, 200, 200, 200)]
    [InlineData("GET", "/health/ready", 200, 200, 200, 200)]
    [InlineData("GET", "/", 200, 200, 200, 200)]
    [InlineData("GET", "/health", 401, 200, 200, 200)]
    [InlineData("GET", "/openapi/v1.json", 401, 200, 200, 200)]
    [InlineData("GET", "/api/v1/workflows", 401, 200, 200, 200)]
    [InlineData("GET", "/api/v1/info", 401, 200, 200, 200)]
    [InlineData("POST", "/api/v1/workflows/validate", 401, 415, 415, 415)]
    [InlineData("POST", "/api/v1/workflows/greet/execute", 401, 403, 200, 200)]
    [InlineData("POST", "/api/v1/executions/exec-0/cancel", 401, 403, 404, 404)]
    [InlineData("POST", "/api/v1/executions/exec-0/rerun", 401, 403, 404, 404)]
    [InlineData("POST", "/api/v1/tools/echo/call", 401, 403, 200, 200)]
    [InlineData("POST", "/api/v1/tools/refresh", 401, 403, 403, 200)]
    [InlineData("DELETE", "/api/v1/workflows/limping", 401, 403, 403, 204)]
    [InlineData("PUT", "/api/v1/workflows/greet", 401, 403, 403, 415)]
    [InlineData("GET", "/api/v1/me", 401, 200, 200, 200)]
    [InlineData("GET", "/api/v1/telemetry", 401, 200, 200, 200)]
    [InlineData("GET", "/api/v1/logs", 401, 200, 200, 200)]
    [InlineData("GET", "/api/v1/statistics/executions", 401, 200, 200, 200)]
    [InlineData("GET", "/api/v1/statistics/tools", 401, 200, 200, 200)]
    [InlineData("GET", "/nowhere", 401, 404, 404, 404)]
    [InlineData("PATCH", "/api/v1/info", 401, 405, 405, 405)]
    [InlineData("POST", "/mcp", 401, 403, 200, 200)]
    public async Task Each_route_asks_for_its_scope(string method, string path, int none, int read, int run, int admin)
    {
        var seen = new List<int>();
        foreach (var key in new[] { null, "read", "run", "admin" })
        {
            using var response = await fixture.Host.SendAsync(method, path, headers: key is null ? [] : [TestKeys.Bearer(key)]);
            seen.Add((int)response.StatusCode);
        }

        Assert.Equal([none, read, run, admin], seen);
    }

    [Theory]
    [InlineData(null, 401, "AUTH_REQUIRED", "Bearer realm=\"ael\"")]
    [InlineData("Bearer wrong", 401, "AUTH_INVALID", "Bearer realm=\"ael\", error=\"invalid_token\"")]
    [InlineData("Bearer", 401, "AUTH_INVALID", "Bearer realm=\"ael\", error=\"invalid_token\"")]
    [InlineData("Basic cmVhZDpyZWFk", 401, "AUTH_INVALID", "Bearer realm=\"ael\", error=\"invalid_token\"")]
    [InlineData("Bearer secret-of-read", 403, "FORBIDDEN", "Bearer realm=\"ael\", error=\"insufficient_scope\", scope=\"run\"")]
    public async Task A_refusal_says_why(string? header, int status, string code, string challenge)
    {
        using var response = await fixture.Host.SendAsync("POST", "/api/v1/workflows/greet/execute", headers: header is null ? [] : [("Authorization", header)]);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public sealed class Fixture : ApiFixture
    {
        internal override EngineOptions Options => TestKeys.Options;
    }
}
