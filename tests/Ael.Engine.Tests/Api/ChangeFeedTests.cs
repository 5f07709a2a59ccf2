using System.Net.ServerSentEvents;
using Ael.Engine.Api.Live;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Api;

public sealed class ChangeFeedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_greets_and_then_names_what_has_changed_once_however_often()
    {
        await using var host = await ApiHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        await using var events = SseParser.Create(stream).EnumerateAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("hello", events.Current.EventType);

        // The reader is subscribed before it is greeted, so nothing after that is missed.
        for (var i = 0; i < 3; i++)
        {
            await host.Services.GetRequiredService<IWorkflowCatalogue>().PutAsync("fresh", "name: fresh\nversion: \"1.0\"\nsteps:\n  - id: say\n    tool: echo\n", Token);
            await host.Tools.RefreshAsync(Token);
        }

        var next = events.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(
            () =>
            {
                host.Time.Advance(ChangeFeed.Pause);
                return Task.FromResult(next.IsCompleted);
            },
            () => "no event came",
            Token);
        Assert.True(await next);
        Assert.Equal("workflows", events.Current.EventType);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("servers", events.Current.EventType);
    }
}
