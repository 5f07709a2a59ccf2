using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ael.Reliability.Faults;

/// <summary>
/// An MCP server over Streamable HTTP that greets and lists its tools as it should. Each tool is named for what it does wrong when it is called; those
/// that begin with <c>sse_</c> answer with an event stream.
/// </summary>
internal sealed class FaultyHttpServer : IAsyncDisposable
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    private readonly WebApplication _app;
    private readonly Dictionary<string, Func<HttpContext, JsonNode, Task>> _faults;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FaultyHttpServer(WebApplication app)
    {
        _app = app;
        _faults = new()
        {
            ["fine"] = (context, id) => SendAsync(context, Json, Answer(id, "fine")),
            ["hang"] = (context, _) => ForeverAsync(context),
            ["stall"] = (context, id) => CutAsync(context, Json, Answer(id, "stall"), then: () => ForeverAsync(context)),
            ["drip"] = (context, id) => DripAsync(context, Json, Answer(id, "drip")),
            ["die"] = (context, id) => CutAsync(context, Json, Answer(id, "die"), then: () => Die(context)),
            ["wrong_id"] = (context, id) => SendAsync(context, Json, Answer(JsonValue.Create(id.GetValue<long>() + 1000), "wrong")),
            ["no_id"] = (context, _) => SendAsync(context, Json, """{"jsonrpc": "2.0", "result": {}}"""),
            ["malformed"] = (context, _) => SendAsync(context, Json, """{"jsonrpc": "2.0", "id": """),
            ["not_json"] = (context, _) => SendAsync(context, "text/html", "<html>Welcome to nginx!</html>"),
            ["not_utf8"] = (context, _) => SendAsync(context, Json, new byte[] { 0x7B, 0xFF, 0xFE, 0xC0 }),
            ["empty"] = (context, _) => SendAsync(context, Json, ""),
            ["accepted"] = (context, _) => StatusAsync(context, StatusCodes.Status202Accepted),
            ["broken"] = (context, _) => StatusAsync(context, StatusCodes.Status500InternalServerError),
            ["gone"] = (context, _) => StatusAsync(context, StatusCodes.Status404NotFound),
            ["busy"] = (context, _) => StatusAsync(context, StatusCodes.Status503ServiceUnavailable),
            ["round"] = RoundAsync,
            ["bad_shape"] = (context, id) => SendAsync(context, Json, $$"""{"jsonrpc": "2.0", "id": {{id.ToJsonString()}}, "result": {"content": 5} }"""),
            ["deep"] = (context, id) => SendAsync(
                context, Json,
                $$"""{"jsonrpc":"2.0","id":{{id.ToJsonString()}},"result":{"content":[],"structuredContent":{{new string('[', 100_000)}}{{new string(']', 100_000)}} } }"""),
            ["huge"] = (context, id) => LongAsync(context, Json, Opening(id), 100 << 20),
            ["large"] = (context, id) => LongAsync(context, Json, Opening(id), 8 << 20),
            ["endless"] = (context, id) => LongAsync(context, Json, Opening(id), long.MaxValue),
            ["sse_hang"] = (context, _) => CutAsync(context, Events, ": waiting\n\n: waiting\n\n", then: () => ForeverAsync(context)),
            ["sse_drip"] = (context, id) => DripAsync(context, Events, Event(Answer(id, "drip"))),
            ["sse_die"] = (context, id) => CutAsync(context, Events, Event(Answer(id, "die")), then: () => Die(context)),
            ["sse_end"] = (context, _) => SendAsync(context, Events, Event("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"bye"}}""")),
            ["sse_malformed"] = (context, id) => SendAsync(context, Events, Event("{\"jsonrpc\": ") + Event(Answer(id, "after"))),
            ["sse_wrong_id"] = (context, id) => SendAsync(context, Events, Event(Answer(JsonValue.Create(id.GetValue<long>() + 1000), "wrong"))),
            ["sse_twice"] = (context, id) => SendAsync(context, Events, Event(Answer(id, "first")) + Event(Answer(id, "second"))),
            ["sse_flood"] = (context, id) => FloodAsync(context, 100_000, Event(Answer(id, "flood"))),
            ["sse_flood_without_end"] = (context, _) => FloodAsync(context, int.MaxValue, ""),
            ["sse_huge"] = (context, id) => LongAsync(context, Events, "data: " + Opening(id), 100 << 20),
            ["sse_endless"] = (context, id) => LongAsync(context, Events, "data: " + Opening(id), long.MaxValue),
        };
    }

    public Uri Url => new(_app.Urls.Single() + "/mcp");

    /// <summary>Completes when a tool that never answers has been called and has sent what it sends.</summary>
    public Task Reached => _reached.Task;

    public static async Task<FaultyHttpServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new FaultyHttpServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync(cancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (await JsonNode.ParseAsync(context.Request.Body) is not JsonObject message || message["id"] is not { } id)
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        await (message["method"]!.GetValue<string>() switch
        {
            "initialize" => SendAsync(context, Json, Result(
                id, """{"protocolVersion": "2025-06-18", "capabilities": {"tools": {}, "logging": {}}, "serverInfo": {"name": "faulty", "version": "1"}}""")),
            "tools/list" => SendAsync(context, Json, Result(
                id, $$"""{"tools": [{{string.Join(',', _faults.Keys.Select(name => $$$"""{"name": "{{{name}}}", "inputSchema": {"type": "object"}}"""))}}]}""")),
            "tools/call" => _faults[message["params"]!["name"]!.GetValue<string>()](context, id),
            "logging/setLevel" or "ping" => SendAsync(context, Json, Result(id, "{}")),
            _ => SendAsync(context, Json, $$"""{"jsonrpc": "2.0", "id": {{id.ToJsonString()}}, "error": {"code": -32601, "message": "Method not found"} }"""),
        });
    }

    private static string Result(JsonNode id, string result) => $$"""{"jsonrpc": "2.0", "id": {{id.ToJsonString()}}, "result": {{result}} }""";

    private static string Answer(JsonNode id, string text) => Result(id, $$"""{"content": [{"type": "text", "text": "{{text}}"}]}""");

    private static string Opening(JsonNode id) => $$"""{"jsonrpc": "2.0", "id": {{id.ToJsonString()}}, "result": {"content": [{"type": "text", "text": """ + "\"";

    private static string Event(string data) => $"data: {data}\n\n";

    private static Task SendAsync(HttpContext context, string type, string body) => SendAsync(context, type, Encoding.UTF8.GetBytes(body));

    private static async Task SendAsync(HttpContext context, string type, byte[] body)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = type;
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task RoundAsync(HttpContext context, JsonNode id)
    {
        context.Response.Headers.Location = context.Request.Path.Value;
        return StatusAsync(context, StatusCodes.Status307TemporaryRedirect);
    }

    private static Task Die(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    // The first half, and then what is said.
    private static async Task CutAsync(HttpContext context, string type, string body, Func<Task> then)
    {
        await SendAsync(context, type, body[..(body.Length / 2)]);
        await then();
    }

    private async Task ForeverAsync(HttpContext context)
    {
        _reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Never done: a little each time, so that nobody can say that nothing comes.
    private async Task DripAsync(HttpContext context, string type, string body)
    {
        _reached.TrySetResult();
        context.Response.ContentType = type;
        for (var at = 0; !context.RequestAborted.IsCancellationRequested; at++)
        {
            await SendAsync(context, type, at < body.Length / 2 ? body[at].ToString() : "");
            await Task.Delay(50, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task LongAsync(HttpContext context, string type, string opening, long size)
    {
        await SendAsync(context, type, opening);
        var block = Encoding.UTF8.GetBytes(new string('y', 1 << 16));
        for (long written = 0; written < size; written += block.Length)
        {
            await context.Response.Body.WriteAsync(block, context.RequestAborted);
            // What is written to a connection that has ended goes nowhere, at once; the word that it has ended needs a turn to arrive.
            await Task.Yield();
        }

        await SendAsync(context, type, "\"}]}}\n\n");
    }

    private async Task FloodAsync(HttpContext context, int count, string end)
    {
        var line = Encoding.UTF8.GetBytes(Event("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"debug","data":"again"}}"""));
        context.Response.ContentType = Events;
        for (var n = 0; n < count; n++)
        {
            await context.Response.Body.WriteAsync(line, context.RequestAborted);
            if (n == 10_000)
            {
                _reached.TrySetResult();
            }
        }

        await SendAsync(context, Events, end);
    }
}
