using System.Net.ServerSentEvents;
using System.Text.Json;
using Ael.Engine.Api;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Api;

public class EventStreamTests
{
    private const string Events = "/api/v1/executions/exec-000000000001/events";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_arrive_as_they_happen_and_the_stream_ends_with_the_execution()
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(202, "POST", "/api/v1/workflows/waits/execute?async=true");
        using var response = await OpenAsync(host);
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        await using var events = SseParser.Create(stream).EnumerateAsync(Token).GetAsyncEnumerator(Token);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("execution_started", "1"), (events.Current.EventType, events.Current.EventId));
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("step_started", "2"), (events.Current.EventType, events.Current.EventId));
        Assert.Equal("say", JsonElement.Parse(events.Current.Data).GetProperty("step_id").GetString());

        host.Engine.End("exec-000000000001", ExecutionStatus.Completed);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("execution_ended", events.Current.EventType);
        Assert.Equal("completed", JsonElement.Parse(events.Current.Data).GetProperty("result").GetProperty("status").GetString());
        Assert.False(await events.MoveNextAsync());
    }

    [Theory]
    [InlineData("1", "step_started execution_ended")]
    [InlineData("2", "execution_ended")]
    [InlineData("99", "execution_ended")]
    public async Task A_reader_that_comes_back_gets_what_it_missed_and_always_the_end(string last, string types)
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(200, "POST", "/api/v1/workflows/greet/execute");

        using var response = await OpenAsync(host, ("Last-Event-ID", last));

        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        var seen = await SseParser.Create(stream).EnumerateAsync(Token).Select(e => e.EventType).ToListAsync(Token);
        Assert.Equal(types.Split(' '), seen);
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_is_alive()
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(202, "POST", "/api/v1/workflows/waits/execute?async=true");
        using var response = await OpenAsync(host, ("Last-Event-ID", "2"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var line = reader.ReadLineAsync(Token).AsTask();

        // The server may not have begun to wait yet, so the clock moves until it has.
        while (!line.IsCompleted)
        {
            host.Time.Advance(EventStream.Heartbeat);
            await Task.Yield();
        }

        Assert.StartsWith(":", await line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopping_server_is_not_held_up_by_a_reader()
    {
        await using var host = await ApiHost.StartAsync();
        await host.JsonAsync(202, "POST", "/api/v1/workflows/waits/execute?async=true");
        using var response = await OpenAsync(host);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        await reader.ReadLineAsync(Token);

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), Token);

        Assert.DoesNotContain("execution_ended", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> OpenAsync(ApiHost host, params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Events);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
