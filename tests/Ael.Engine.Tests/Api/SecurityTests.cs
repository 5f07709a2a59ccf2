using System.Security.Claims;
using Ael.Engine.Api.Security;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ael.Engine.Tests.Api;

public class SecurityTests
{
    private static readonly EngineOptions s_withKeys = TestKeys.Options;

    [Fact]
    public async Task Without_keys_everything_is_open()
    {
        await using var host = await ApiHost.StartAsync();

        await host.JsonAsync(200, "POST", "/api/v1/tools/refresh");
    }

    [Theory]
    [InlineData(true, "key-run")]
    [InlineData(false, "anonymous")]
    public async Task Callers_have_a_name_that_sessions_can_belong_to(bool keys, string name)
    {
        await using var host = await ApiHost.StartAsync(
            keys ? s_withKeys : null, map: app => app.MapGet("/me", (HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier)));

        using var response = await host.SendAsync("GET", "/me", headers: TestKeys.Bearer("run"));

        Assert.Equal(name, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("0.0.0.0", "192.168.0.1:8022", 200)]
    [InlineData("0.0.0.0", "evil.example.com", 403)]
    [InlineData("*", "evil.example.com", 403)]
    [InlineData("ael.lan", "ael.lan:8022", 200)]
    [InlineData("ael.lan", "evil.example.com", 403)]
    public async Task A_server_beyond_loopback_also_answers_for_its_name_and_for_addresses(string listen, string name, int status)
    {
        await using var host = await ApiHost.StartAsync(s_withKeys with { Server = new ServerOptions { Host = listen } });

        using var response = await host.SendAsync("GET", "/api/v1/info", headers: [("Host", name), TestKeys.Bearer("read")]);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_browser_may_ask_first_from_an_allowed_origin_without_a_key()
    {
        await using var host = await ApiHost.StartAsync(s_withKeys with { Security = s_withKeys.Security with { AllowedOrigins = ["https://app.example.com"] } });

        using var response = await host.SendAsync("OPTIONS", "/api/v1/tools/echo/call", headers:
        [
            ("Origin", "https://app.example.com"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"),
        ]);

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal("authorization,content-type", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task A_caller_over_its_rate_is_told_when_to_come_back_and_others_are_not_held_up()
    {
        await using var host = await ApiHost.StartAsync(s_withKeys with { Security = s_withKeys.Security with { RateLimit = 2 } });
        await host.JsonAsync(200, "GET", "/api/v1/info", headers: TestKeys.Bearer("read"));
        await host.JsonAsync(200, "GET", "/api/v1/info", headers: TestKeys.Bearer("read"));

        using var refused = await host.SendAsync("GET", "/api/v1/info", headers: TestKeys.Bearer("read"));

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        Assert.Contains("RATE_LIMITED", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await host.JsonAsync(200, "GET", "/api/v1/info", headers: TestKeys.Bearer("run"));
        await host.JsonAsync(200, "GET", "/health", headers: TestKeys.Bearer("read"));
        await host.JsonAsync(200, "GET", "/health/ready");
    }

    [Fact]
    public async Task Guessing_keys_is_limited_by_address()
    {
        await using var host = await ApiHost.StartAsync(s_withKeys with { Security = s_withKeys.Security with { RateLimit = 2 } });

        await host.JsonAsync(401, "GET", "/api/v1/info", headers: ("Authorization", "Bearer a"));
        await host.JsonAsync(401, "GET", "/api/v1/info", headers: ("Authorization", "Bearer b"));
        await host.JsonAsync(429, "GET", "/api/v1/info", headers: ("Authorization", "Bearer c"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(6000)]
    public void A_minute_refills_a_minutes_requests(int perMinute)
    {
        var bucket = RateLimits.Bucket(perMinute);

        Assert.Equal(perMinute, bucket.TokensPerPeriod * (TimeSpan.FromMinutes(1) / bucket.ReplenishmentPeriod), 3);
    }

    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("localhost", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("0.0.0.0", true, true)]
    [InlineData("*", false, false)]
    [InlineData("ael.lan", false, false)]
    public void An_address_that_others_reach_needs_a_key_or_a_word(string address, bool anonymous, bool fine)
    {
        var options = new EngineOptions { Server = new ServerOptions { Host = address }, Security = new SecurityOptions { AllowAnonymous = anonymous } };

        var error = Record.Exception(() => ListenAddress.Check(options));

        Assert.Equal(fine, error is null);
        Assert.Equal(fine ? null : ErrorCode.ConfigInvalid, (error as AelException)?.Error.Code);
        ListenAddress.Check(options with { Security = s_withKeys.Security });
    }

    [Fact]
    public void A_hash_that_is_none_is_a_configuration_error()
    {
        var options = new EngineOptions { Security = new SecurityOptions { ApiKeys = [new ApiKeyOptions("ci", "secret", ["run"])] } };

        var error = Assert.Throws<AelException>(() => new ApiKeys(options));

        Assert.Contains("'ci'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
