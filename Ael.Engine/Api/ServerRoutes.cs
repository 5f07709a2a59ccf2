using Ael.Engine.Tools;

namespace Ael.Engine.Api;

/// <summary><c>/api/v1/servers</c> and <c>/api/v1/info</c></summary>
internal static class ServerRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/servers", (IToolClient client) => TypedResults.Ok(ServerView.All(client))).Produces<Page<ServerView>>()
            .Documented("ListServers", "List MCP servers", "Every configured server and its health, by name.");
        api.MapGet("/info", (ServerInfo info) => TypedResults.Ok(info.Now())).Produces<InfoView>()
            .Documented("GetInfo", "Show the engine", "Version, addresses, limits and load.");
    }
}
