using Ael.Engine.Configuration;

namespace Ael.Engine.Tests.Api;

public class HostAndOriginTests(HostAndOriginTests.Fixture fixture) : IClassFixture<HostAndOriginTests.Fixture>
{
    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("localhost:1234", 200)]
    [InlineData("LOCALHOST:8022", 200)]
    [InlineData("[::1]:8022", 200)]
    [InlineData("127.0.0.1:9", 200)]
    [InlineData("ael.localhost", 200)]
    [InlineData("ael.example.com", 200)]
    [InlineData("ael.example.com:8022", 200)]
    [InlineData("evil.example.com", 403)]
    [InlineData("ael.example.com.evil.net", 403)]
    [InlineData("localhost.evil.net", 403)]
    [InlineData("192.168.0.1", 403)]
    public async Task Only_known_hosts_are_served(string name, int status)
    {
        using var response = await fixture.Host.SendAsync("GET", "/api/v1/info", headers: [("Host", name)]);
        using var probe = await fixture.Host.SendAsync("GET", "/health/live", headers: [("Host", name)]);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(200, (int)probe.StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{port}", 200)]
    [InlineData("http://localhost:{port}", 200)]
    [InlineData("https://app.example.com", 200)]
    [InlineData("https://app.example.com:444", 403)]
    [InlineData("http://127.0.0.1:1", 403)]
    [InlineData("http://localhost", 403)]
    [InlineData("https://evil.example.com", 403)]
    [InlineData("null", 403)]
    [InlineData("file://", 403)]
    [InlineData("chrome-extension://abc", 403)]
    public async Task Only_known_origins_may_call(string origin, int status)
    {
        var sent = origin.Replace("{port}", fixture.Host.Client.BaseAddress!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

        using var response = await fixture.Host.SendAsync("POST", "/api/v1/workflows/greet/execute", headers: [("Origin", sent)]);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(sent == "https://app.example.com", response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/info")]
    [InlineData("/nowhere")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using var response = await fixture.Host.SendAsync("GET", path);

        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.StartsWith("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    public sealed class Fixture : ApiFixture
    {
        internal override EngineOptions Options => new()
        {
            Security = new SecurityOptions { AllowedHosts = ["ael.example.com"], AllowedOrigins = ["https://app.example.com"] },
        };
    }
}
