using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>Posts the text to the server's /mcp as it is, in a session.</summary>
internal sealed class MessageTarget(HttpClient http) : ITarget
{
    private const string Version = "2025-11-25";

    private string? _session;

    public async Task<Answer> SendAsync(string text, CancellationToken cancellationToken)
    {
        if (_session is null)
        {
            using var begun = await PostAsync($$$$"""
                {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "{{{{Version}}}}", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}}
                """, cancellationToken);
            Assert.True(begun.IsSuccessStatusCode, await begun.Content.ReadAsStringAsync(cancellationToken));
            _session = begun.Headers.GetValues("Mcp-Session-Id").Single();
        }

        using var response = await PostAsync(text, cancellationToken);
        var raw = await response.Content.ReadAsStringAsync(cancellationToken);
        var json = raw.Split('\n').FirstOrDefault(l => l.StartsWith("data: ", StringComparison.Ordinal)) is { } data ? data["data: ".Length..] : raw;
        if (json.Length == 0)
        {
            return new Answer(response.IsSuccessStatusCode, raw);
        }

        var message = JsonElement.Parse(json);
        if (!message.TryGetProperty("error", out var error))
        {
            return new Answer(response.IsSuccessStatusCode, raw);
        }

        var more = error.TryGetProperty("data", out var d) && d.ValueKind == JsonValueKind.Object ? d : JsonElement.Parse("{}");
        return new Answer(false, raw)
        {
            Code = ErrorText.Text(error, "code"),
            Message = ErrorText.Text(error, "message"),
            Place = ErrorText.Text(more, "path") + (more.TryGetProperty("line", out var line) ? $" {line}:{more.GetProperty("column")}" : ""),
            Suggestion = ErrorText.Text(more, "suggestion"),
        };
    }

    private async Task<HttpResponseMessage> PostAsync(string text, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (_session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", _session);
            request.Headers.Add("MCP-Protocol-Version", Version);
        }

        return await http.SendAsync(request, cancellationToken);
    }
}
