using System.ComponentModel;
using System.Security.Claims;
using Ael.Engine.Api.Security;

namespace Ael.Engine.Api.Live;

/// <summary><c>/api/v1/events</c> and <c>/api/v1/me</c></summary>
internal static class LiveRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/events", (ChangeFeed feed, EventStream stream) => stream.Of(feed.WatchAsync())).Produces<ChangeView>(200, "text/event-stream")
            .Documented("WatchEngine", "Follow the engine", "Server-sent events: `hello`, then the name of each kind of thing that changes (`executions`, `workflows`, `servers`), gathered over a quarter of a second. What has changed, the other routes say.");
        api.MapGet("/me", (ClaimsPrincipal user, ApiKeys keys) => TypedResults.Ok(Caller(user, keys))).Produces<CallerView>()
            .Documented("GetCaller", "Show who is calling", "The key's name, and what it may do.");
    }

    private static CallerView Caller(ClaimsPrincipal user, ApiKeys keys)
    {
        var granted = user.FindAll(Scopes.ClaimType).Select(c => c.Value).ToList();
        return new CallerView(user.Identity?.Name ?? "", [.. Scopes.All.Where(s => Scopes.Allow(granted, s))], keys.Any);
    }
}

internal sealed record CallerView(
    [property: Description("The key's name under security.api_keys; anonymous where there are no keys.")] string Name,
    [property: Description("All that it may do, included scopes too.")] IReadOnlyList<string> Scopes,
    [property: Description("Whether keys are asked for.")] bool Authentication);
