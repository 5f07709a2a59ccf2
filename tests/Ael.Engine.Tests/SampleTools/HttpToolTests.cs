using System.Net;
using Ael.SampleTools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol;

namespace Ael.Engine.Tests.SampleTools;

public sealed class HttpToolTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _called = new();
    private readonly HttpTools _tools;
    private WebApplication _server = null!;

    public HttpToolTests() => _tools = new(new AllowedHosts([]), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Url => _server.Urls.First();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.MapMethods("/text", ["GET", "HEAD"], () => Results.Text("hello"));
        _server.MapGet("/away", () => Results.Redirect("http://elsewhere.invalid/"));
        _server.MapGet("/broken", () => Results.Text("no", statusCode: 503));
        _server.MapGet("/never", (CancellationToken cancellationToken) =>
        {
            _called.SetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        });
        await _server.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        _tools.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Get_and_head_of_this_machine_are_answered()
    {
        var get = await _tools.FetchAsync(Url + "/text", cancellationToken: Token);
        var head = await _tools.FetchAsync(Url + "/text", "head", cancellationToken: Token);
        var cut = await _tools.FetchAsync(Url + "/text", max: 2, cancellationToken: Token);

        Assert.Equal((200, true, "text/plain", "hello", false), (get.Status, get.Ok, get.ContentType, get.Body, get.Truncated));
        Assert.Equal((200, null), (head.Status, head.Body));
        Assert.Equal(("he", true), (cut.Body, cut.Truncated));
    }

    [Fact]
    public async Task A_redirect_is_reported_and_not_followed()
    {
        var result = await _tools.FetchAsync(Url + "/away", cancellationToken: Token);

        Assert.Equal((302, "http://elsewhere.invalid/"), (result.Status, result.Location));
    }

    [Fact]
    public async Task An_answer_that_is_no_success_is_an_error_when_asked_for()
    {
        Assert.Equal(503, (await _tools.FetchAsync(Url + "/broken", cancellationToken: Token)).Status);
        await AssertError("503", Url + "/broken", strict: true);
    }

    [Theory]
    [InlineData("http://example.com/", "not allowed")]
    [InlineData("http://127.0.0.1.example.com/", "not allowed")]
    [InlineData("http://127.0.0.1@example.com/", "not allowed")]
    [InlineData("http://169.254.169.254/latest", "not allowed")]
    [InlineData("file:///etc/passwd", "http")]
    [InlineData("/text", "http")]
    [InlineData("http://127.0.0.1:1/", "could not be fetched")]
    public Task A_url_elsewhere_is_refused(string url, string says) => AssertError(says, url);

    [Fact]
    public Task Other_methods_are_refused() => AssertError("DELETE", Url + "/text", method: "DELETE");

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        var fetch = _tools.FetchAsync(Url + "/never", timeout: 7, cancellationToken: Token);
        await _called.Task.WaitAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Contains("within 7 s", (await Assert.ThrowsAsync<McpException>(() => fetch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_this_machine_that_stands_for_another_one_is_not_connected_to()
    {
        var hosts = new AllowedHosts([]);

        Assert.True(hosts.Allows("localhost", IPAddress.IPv6Loopback));
        Assert.False(hosts.Allows("localhost", IPAddress.Parse("10.0.0.1")));
    }

    private async Task AssertError(string says, string url, string method = "GET", bool strict = false)
    {
        var error = await Assert.ThrowsAsync<McpException>(() => _tools.FetchAsync(url, method, strict: strict, cancellationToken: Token));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
