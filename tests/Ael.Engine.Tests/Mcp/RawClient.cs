using System.Net.Http.Headers;
using System.Text;

namespace Ael.Engine.Tests.Mcp;

/// <summary>
/// Speaks just enough of the protocol to see the bytes in the order they were sent, which the client library does not keep for
/// notifications, and to vanish in the middle of a call.
/// </summary>
internal sealed class RawClient(Uri address, string version) : IDisposable
{
    private const string Meta = """
        "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {}
        """;

    private readonly HttpClient _http = new();
    private string? _session;

    private bool HasSession => version == McpHost.WithSession;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (HasSession)
        {
            using var response = await SendAsync("initialize", $$$$"""
                {"jsonrpc": "2.0", "id": 1, "method": "initialize",
                 "params": {"protocolVersion": "{{{{version}}}}", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}}
                """, null, cancellationToken);
            _session = response.Headers.GetValues("Mcp-Session-Id").Single();
        }
    }

    /// <summary>The response's whole body; cancelling the token cuts the connection.</summary>
    public Task<string> CallAsync(string tool, CancellationToken cancellationToken, string meta = "") =>
        RequestAsync("tools/call", $"\"name\": \"{tool}\", \"arguments\": {{}},", cancellationToken, meta, tool);

    /// <param name="method">Of the protocol.</param>
    /// <param name="parameters">Members of <c>params</c>, each followed by a comma.</param>
    /// <param name="cancellationToken">Cuts the connection.</param>
    /// <param name="meta">Further members of <c>_meta</c>, each after a comma.</param>
    /// <param name="name">What the method is about, for the header that repeats it.</param>
    public async Task<string> RequestAsync(string method, string parameters, CancellationToken cancellationToken, string meta = "", string? name = null)
    {
        var all = HasSession ? meta.TrimStart(',', ' ') : Meta + meta;
        using var response = await SendAsync(method, $$$$"""
            {"jsonrpc": "2.0", "id": 2, "method": "{{{{method}}}}", "params": {{{{{parameters}}}} "_meta": {{{{{all}}}}}}}
            """, name, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string method, string body, string? name, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (_session is not null || !HasSession)
        {
            request.Headers.Add("MCP-Protocol-Version", version);
        }

        if (_session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", _session);
        }

        if (!HasSession)
        {
            request.Headers.Add("Mcp-Method", method);
            if (name is not null)
            {
                request.Headers.Add("Mcp-Name", name);
            }
        }

        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        return response;
    }
}
