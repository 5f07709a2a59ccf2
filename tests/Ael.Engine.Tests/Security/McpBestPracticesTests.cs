using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Tests.Api;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tools;

namespace Ael.Engine.Tests.Security;

/// <summary>A test for each item of MCP's security best practices that applies to a gateway without an OAuth server of its own; SECURITY.md lists them.</summary>
public sealed class McpBestPracticesTests(KeyedEngine engine) : IClassFixture<KeyedEngine>
{
    private const string Initialize = """
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/.well-known/oauth-authorization-server")]
    [InlineData("GET", "/.well-known/oauth-protected-resource")]
    [InlineData("GET", "/.well-known/openid-configuration")]
    [InlineData("GET", "/authorize?client_id=a&redirect_uri=http://attacker.example")]
    [InlineData("POST", "/register")]
    [InlineData("POST", "/token")]
    [InlineData("POST", "/consent")]
    public async Task Confused_deputy_no_client_can_register_or_be_authorized_and_no_cookie_is_set(string method, string path)
    {
        using var request = Request(path, "{}", "admin");
        request.Method = new HttpMethod(method);
        using var response = await engine.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Null(response.Headers.Location);
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/mcp")]
    [InlineData("/api/v1/tools/echo/call")]
    public async Task Token_passthrough_a_token_that_was_not_issued_here_is_refused(string path)
    {
        using var request = Request(path, Initialize, null);
        // Well-formed, and of somebody else.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "eyJhbGciOiJub25lIn0.eyJzY29wZSI6ImFkbWluIn0.");
        using var response = await engine.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Token_passthrough_no_header_of_a_caller_reaches_a_server()
    {
        using var call = Request("/api/v1/tools/echo/call", """{"arguments": {"text": "hi"}}""", "run");
        call.Headers.Add("X-Caller", "caller-only");
        using var response = await engine.Http.SendAsync(call, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty(engine.Seen);
        Assert.All(engine.Seen, headers =>
        {
            Assert.DoesNotContain("secret-of-run", headers, StringComparison.Ordinal);
            Assert.DoesNotContain("caller-only", headers, StringComparison.Ordinal);
            Assert.Contains("own-key-of-the-engine", headers, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Session_hijacking_a_session_belongs_to_the_key_that_opened_it()
    {
        using var opened = await engine.Http.SendAsync(Request("/mcp", Initialize, "run"), Token);
        var session = opened.Headers.GetValues("Mcp-Session-Id").Single();
        Assert.True(session.Length >= 20, "a session id that can be guessed");

        using var own = await ListAsync(session, "run");
        using var foreign = await ListAsync(session, "admin");
        using var none = await ListAsync(session, null);

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Contains(foreign.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound });
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Session_hijacking_no_other_key_listens_to_a_session_or_ends_it(string method)
    {
        using var opened = await engine.Http.SendAsync(Request("/mcp", Initialize, "run"), Token);
        var session = opened.Headers.GetValues("Mcp-Session-Id").Single();
        using var request = Request("/mcp", "", "admin");
        request.Method = new HttpMethod(method);
        request.Content = null;
        request.Headers.Add("Mcp-Session-Id", session);
        request.Headers.Add("MCP-Protocol-Version", "2025-11-25");

        using var foreign = await engine.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var own = await ListAsync(session, "run");

        Assert.Contains(foreign.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound });
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public void Session_hijacking_execution_ids_cannot_be_guessed()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => ExecutionIds.Next()).ToHashSet();

        Assert.Equal(1000, ids.Count);
        // Each of the 64 bits differs about as often as not.
        Assert.All(Enumerable.Range(5, 16), place => Assert.True(ids.Select(i => i[place]).Distinct().Count() == 16));
    }

    [Theory]
    [InlineData("http://attacker.example")]
    [InlineData("null")]
    public async Task Dns_rebinding_a_foreign_origin_is_refused(string origin)
    {
        using var request = Request("/mcp", Initialize, "run");
        request.Headers.Add("Origin", origin);
        using var response = await engine.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Dns_rebinding_a_foreign_host_is_refused()
    {
        using var request = Request("/mcp", Initialize, "run");
        request.Headers.Host = "attacker.example";
        using var response = await engine.Http.SendAsync(request, Token);

        Assert.True((int)response.StatusCode is >= 400 and < 500, $"{response.StatusCode}");
    }

    [Fact]
    public void Local_servers_the_engine_listens_on_loopback_unless_told() => Assert.Equal("127.0.0.1", new EngineOptions().Server.Host);

    [Fact]
    public async Task Local_server_compromise_a_child_sees_nothing_of_the_engines_environment()
    {
        Environment.SetEnvironmentVariable("AEL_TEST_SECRET", "engine-only");
        await using var host = await ToolClientHost.StartAsync("env", new McpServerOptions
        {
            Command = "sh",
            Args = ["-c", "env >&2"],
            Env = new Dictionary<string, string> { ["GIVEN"] = "to-the-child" },
        });
        await host.UntilAsync(c => c.Servers[0].Error is not null && c.Servers[0].Stderr.Any(l => l.Contains("GIVEN=to-the-child", StringComparison.Ordinal)));

        Assert.DoesNotContain(host.Client.Servers[0].Stderr, l => l.Contains("engine-only", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", "/api/v1/servers")]
    [InlineData("PUT", "/api/v1/servers/one")]
    [InlineData("PATCH", "/api/v1/servers/one")]
    [InlineData("POST", "/api/v1/tools")]
    public async Task Local_server_compromise_no_request_can_name_a_command_to_start(string method, string path)
    {
        using var request = Request(path, """{"name": "evil", "command": "sh", "args": ["-c", "id"]}""", "admin");
        request.Method = new HttpMethod(method);
        using var response = await engine.Http.SendAsync(request, Token);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
    }

    [Theory]
    [InlineData("resource_metadata")]
    [InlineData("authorization_uri")]
    public async Task Ssrf_no_address_that_a_server_names_is_asked(string parameter)
    {
        await using var other = await Recorder.StartAsync(_ => { });
        await using var refusing = await Recorder.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer {parameter}=\"{other.Url}.well-known/oauth-protected-resource\"";
        });
        await using var host = await ToolClientHost.StartAsync("asks", new McpServerOptions { Url = new Uri(refusing.Url), Headers = new Dictionary<string, string> { ["X-Key"] = "k" } });
        await host.Client.WaitForFirstConnectAsync(Token);

        Assert.NotEmpty(refusing.Seen);
        Assert.Empty(other.Seen);
        Assert.DoesNotContain(refusing.Seen, path => path.Contains(".well-known", StringComparison.Ordinal));
        Assert.Contains("refused access", host.Client.Servers[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ssrf_a_redirect_to_another_place_is_not_followed()
    {
        await using var other = await Recorder.StartAsync(_ => { });
        await using var redirecting = await Recorder.StartAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Url + "latest/meta-data/";
        });
        await using var host = await ToolClientHost.StartAsync("moved", new McpServerOptions { Url = new Uri(redirecting.Url), Headers = new Dictionary<string, string> { ["X-Key"] = "k" } });
        await host.Client.WaitForFirstConnectAsync(Token);

        Assert.NotEmpty(redirecting.Seen);
        Assert.Empty(other.Seen);
        Assert.Contains("307", host.Client.Servers[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ssrf_a_redirect_on_the_same_server_is_followed()
    {
        await using var server = await Recorder.StartAsync(context =>
        {
            if (!context.Request.Path.Value!.EndsWith('/'))
            {
                context.Response.StatusCode = 307;
                context.Response.Headers.Location = context.Request.Path.Value + "/";
            }
        });
        using var http = new HttpClient(new SameOriginRedirects(new SocketsHttpHandler { AllowAutoRedirect = false }));
        using var answer = await http.PostAsJsonAsync(server.Url + "mcp", new { a = 1 }, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["/mcp", "/mcp/"], server.Seen.Select(s => s.Split(' ')[0]));
    }

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("10.0.0.5", false)]
    [InlineData("192.168.1.5", false)]
    [InlineData("fd00::5", false)]
    [InlineData("8.8.8.8", false)]
    public void Ssrf_names_of_servers_may_not_resolve_to_metadata_services(string address, bool forbidden) =>
        Assert.Equal(forbidden, GuardedConnect.IsForbidden(IPAddress.Parse(address)));

    [Theory]
    [InlineData("read", HttpStatusCode.Forbidden)]
    [InlineData("run", HttpStatusCode.OK)]
    public async Task Scope_minimization_a_key_that_reads_cannot_call(string key, HttpStatusCode status)
    {
        using var response = await engine.Http.SendAsync(Request("/api/v1/tools/echo/call", """{"arguments": {"text": "hi"}}""", key), Token);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Scope_minimization_a_refusal_asks_for_the_one_scope_that_is_missing()
    {
        using var response = await engine.Http.SendAsync(Request("/api/v1/tools/refresh", "{}", "run"), Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("error=\"insufficient_scope\", scope=\"admin\"", response.Headers.WwwAuthenticate.Single().Parameter!.Split("realm=\"ael\", ")[1]);
    }

    private Task<HttpResponseMessage> ListAsync(string session, string? key)
    {
        var request = Request("/mcp", """{"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}}""", key);
        request.Headers.Add("Mcp-Session-Id", session);
        request.Headers.Add("MCP-Protocol-Version", "2025-11-25");
        return engine.Http.SendAsync(request, Token);
    }

    private static HttpRequestMessage Request(string path, string body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (key is not null)
        {
            request.Headers.Add(TestKeys.Bearer(key).Name, TestKeys.Bearer(key).Value);
        }

        return request;
    }
}
