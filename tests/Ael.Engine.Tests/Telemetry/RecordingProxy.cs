using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Ael.Engine.Tests.Support.Otlp;
using Microsoft.AspNetCore.Http;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Stands before an MCP server over HTTP, and keeps what requests say of their trace. It makes no spans and changes nothing.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly OtlpServer _server;
    private readonly Uri _target;

    private RecordingProxy(Uri target)
    {
        _target = target;
        _server = new OtlpServer(ForwardAsync);
    }

    /// <summary>Method of JSON-RPC, <c>traceparent</c> of its <c>_meta</c>, and of the HTTP request's headers.</summary>
    public ConcurrentQueue<(string Method, string? Meta, string? Header)> Requests { get; } = [];

    public Uri Url => new(_server.Http, _target.AbsolutePath);

    public static async Task<RecordingProxy> StartAsync(Uri target)
    {
        var proxy = new RecordingProxy(target);
        await proxy._server.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var incoming = context.Request;
        using var body = new MemoryStream();
        await incoming.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length > 0 && JsonNode.Parse(body.ToArray()) is JsonObject message)
        {
            Requests.Enqueue((message["method"]?.GetValue<string>() ?? "", message["params"]?["_meta"]?["traceparent"]?.GetValue<string>(), incoming.Headers["traceparent"]));
        }

        using var request = new HttpRequestMessage(new HttpMethod(incoming.Method), _target) { Content = body.Length > 0 ? new ByteArrayContent(body.ToArray()) : null };
        foreach (var (name, values) in incoming.Headers.Where(h => h.Key is not ("Host" or "Content-Length" or "Transfer-Encoding" or "Connection")))
        {
            _ = request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()) || request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable()) == true;
        }

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not ("Content-Length" or "Transfer-Encoding" or "Connection" or "Keep-Alive")))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await context.Response.StartAsync(context.RequestAborted);
        await using var answer = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[4096];
        for (int count; (count = await answer.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
