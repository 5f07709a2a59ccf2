using System.Net.Http.Headers;
using System.Text;
using Ael.Engine.Tests.BrokenInput;

namespace Ael.Engine.Tests.Fuzz;

/// <summary>Bodies at the served engine's doors: whatever comes, it is no 500, and the engine is well afterwards.</summary>
public sealed class DoorFuzzTests(BrokenInputFixture served) : IClassFixture<BrokenInputFixture>
{
    private static readonly string[] s_rest =
    [
        """/api/v1/workflows/greet/execute {"inputs": {"name": "Ada", "times": 2}}""", """/api/v1/workflows/greet@1.0/execute?async=true {"inputs": {"name": "x"}}""",
        """/api/v1/workflows/validate {"yaml": "name: a\nversion: 1\nsteps: [{id: a, tool: echo}]\n"}""", """/api/v1/tools/echo/call {"arguments": {"text": "hi", "times": 1}, "server": "one"}""",
        """/api/v1/executions/exec-0123456789abcdef/cancel {"reason": "none"}""", """/api/v1/executions/exec-0123456789abcdef/rerun {"inputs": {}}""",
    ];

    private static readonly string[] s_mcp =
    [
        """{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}}""",
        """{"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}}""", """{"jsonrpc": "2.0", "id": "a", "method": "tools/call", "params": {"name": "greet", "arguments": {"name": "Ada"}, "_meta": {"progressToken": 1}}}""",
        """{"jsonrpc": "2.0", "id": 3, "method": "resources/read", "params": {"uri": "ael://workflows/greet"}}""", """{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 2, "reason": "x"}}""",
        """{"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "workflow_validate", "arguments": {"yaml": "name: a"}}}""",
    ];

    [Fact]
    public Task Rest_bodies_are_answered_without_a_500() => FuzzRun.RunAsync(s_rest, async text =>
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        // What makes no path is sent to one that takes a body.
        var path = space > 0 && Uri.TryCreate(text[..space], UriKind.Relative, out var given) && text[0] == '/' && !text.StartsWith("//", StringComparison.Ordinal)
            ? given : new Uri("/api/v1/workflows/validate", UriKind.Relative);
        await SendAsync(path, text[(space + 1)..]);
    });

    [Fact]
    public Task Mcp_messages_are_answered_without_a_500() => FuzzRun.RunAsync(s_mcp, text => SendAsync(new Uri("/mcp", UriKind.Relative), text));

    private async Task SendAsync(Uri path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await served.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        // That a tool failed, or that a server which may have it is down, is said with a 5xx as well.
        Assert.False((int)response.StatusCode >= 500 && !text.Contains("\"category\":\"tool\"", StringComparison.Ordinal), $"{path}: {(int)response.StatusCode} {text}");
        Assert.DoesNotContain("INTERNAL_ERROR", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Ael.", text, StringComparison.Ordinal);
    }
}
