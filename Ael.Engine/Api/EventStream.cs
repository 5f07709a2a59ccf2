using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ael.Engine.Api.Problems;
using Ael.Engine.Execution;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Ael.Engine.Api;

/// <summary>
/// Writes events as <c>text/event-stream</c>. The framework's own result cannot write comments, and those are what keeps
/// a silent connection open through proxies and shows a reader that left.
/// </summary>
internal sealed class EventStream(TimeProvider time, IOptions<JsonOptions> json, IHostApplicationLifetime lifetime)
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const string End = "execution_ended";

    /// <summary>The number a reconnecting reader has seen already; 0: nothing.</summary>
    public static int LastEventId(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0)
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw ApiException.Parameter($"Last-Event-ID is '{text}', which is not the id of an event.", "Send the last event's id as it was received.", path: "headers.Last-Event-ID");
    }

    public IResult Of(IAsyncEnumerable<ExecutionEvent> events, int after) => Of(Unseen(events, after));

    public IResult Of(IAsyncEnumerable<StreamEvent> events) => new Result(this, events);

    // The end is always told: a reader that has come back may have seen another process's numbers.
    private static async IAsyncEnumerable<StreamEvent> Unseen(IAsyncEnumerable<ExecutionEvent> events, int after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var e in events.WithCancellation(cancellationToken))
        {
            if (e.Sequence > after || e.Type == End)
            {
                yield return new StreamEvent(e.Sequence, e.Type, e);
            }
        }
    }

    private async Task WriteAsync(HttpContext http, IAsyncEnumerable<StreamEvent> events)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";

        // A stream that waits for an execution would hold up the shutdown that the execution waits for.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await http.Response.Body.FlushAsync(stop.Token);
            await using var reader = events.GetAsyncEnumerator(stop.Token);
            while (await NextAsync(http, reader, stop.Token))
            {
                await WriteAsync(http, reader.Current, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left, or the server stops; an EventSource comes back by itself.
        }
    }

    private async Task<bool> NextAsync(HttpContext http, IAsyncEnumerator<StreamEvent> reader, CancellationToken cancellationToken)
    {
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            while (!next.IsCompleted)
            {
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                if (await Task.WhenAny(next, Task.Delay(Heartbeat, time, wait.Token)) == next)
                {
                    await wait.CancelAsync();
                    break;
                }

                cancellationToken.ThrowIfCancellationRequested();
                await http.Response.Body.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
                await http.Response.Body.FlushAsync(cancellationToken);
            }
        }
        catch (Exception) when (!next.IsCompleted)
        {
            // An enumerator must not be disposed while it moves; the token that ended us ends it as well.
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        return await next;
    }

    private async Task WriteAsync(HttpContext http, StreamEvent e, CancellationToken cancellationToken)
    {
        // JSON has no line breaks outside of strings, and escapes those within: one data line is enough.
        var data = JsonSerializer.Serialize(e.Data, json.Value.SerializerOptions);
        var id = e.Id is { } number ? $"id: {number}\n" : "";
        await http.Response.WriteAsync($"{id}event: {e.Type}\ndata: {data}\n\n", cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }

    private sealed class Result(EventStream stream, IAsyncEnumerable<StreamEvent> events) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => stream.WriteAsync(httpContext, events);
    }
}

/// <summary>One server-sent event. Without an id, a reader that comes back begins anew.</summary>
internal sealed record StreamEvent(int? Id, string Type, object Data);
