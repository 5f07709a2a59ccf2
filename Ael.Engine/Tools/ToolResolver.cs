using Ael.Engine.Errors;

namespace Ael.Engine.Tools;

/// <summary>Finds the server that a call goes to.</summary>
internal sealed class ToolResolver(IReadOnlyList<ServerConnection> connections)
{
    /// <summary>Waits for servers that are connecting for the first time, as long as they could change the answer.</summary>
    /// <exception cref="AelException">TOOL_NOT_FOUND, TOOL_UNAVAILABLE.</exception>
    public async Task<ServerConnection> ResolveAsync(string tool, string? server, CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            var pinned = Server(tool, server);
            await pinned.FirstAttempt.WaitAsync(cancellationToken);
            return Ready(pinned, tool);
        }

        while (true)
        {
            // Before the look at their tools: a server that comes up in between is then still one to wait for.
            var connecting = connections.Where(c => !c.FirstAttempt.IsCompleted).Select(c => c.FirstAttempt).ToList();
            var offering = connections.Where(c => Offers(c, tool)).ToList();
            if (offering.Count > 0)
            {
                return offering.Count == 1 ? Ready(offering[0], tool) : throw new AelException(Ambiguous(tool, offering));
            }

            if (connecting.Count == 0)
            {
                throw new AelException(Unknown(tool));
            }

            await Task.WhenAny(connecting).WaitAsync(cancellationToken);
        }
    }

    private static bool Offers(ServerConnection server, string tool) => server.KnownTools.Any(t => t.Name == tool);

    private static AelError Ambiguous(string tool, List<ServerConnection> offering)
    {
        var names = string.Join(" and ", offering.Select(c => $"'{c.Name}'"));
        return new AelError(ErrorCode.ToolNotFound, $"tool '{tool}' is offered by {offering.Count} MCP servers, {names}, and the call does not say which")
        {
            Tool = tool,
            Suggestion = $"Pin the server: `mcp: {offering[0].Name}` in a step, `\"server\": \"{offering[0].Name}\"` in a call.",
        };
    }

    private ServerConnection Server(string tool, string name) =>
        connections.FirstOrDefault(c => c.Name == name) ?? throw new AelException(
            new AelError(ErrorCode.ToolNotFound, $"there is no MCP server '{name}'; configured: {Names(connections)}")
            {
                Tool = tool,
                Suggestion = DidYouMean.Suggest(name, connections.Select(c => c.Name)) ?? "Add it under tools.mcp_servers.",
            });

    private ServerConnection Ready(ServerConnection server, string tool)
    {
        if (server.StateNow != ServerState.Up)
        {
            throw new AelException(server.Unavailable(tool));
        }

        if (Offers(server, tool))
        {
            return server;
        }

        var elsewhere = connections.Where(c => c != server && Offers(c, tool)).ToList();
        throw new AelException(new AelError(ErrorCode.ToolNotFound, $"MCP server '{server.Name}' has no tool '{tool}'")
        {
            Tool = tool,
            Suggestion = elsewhere.Count > 0
                ? $"MCP server '{elsewhere[0].Name}' has a tool of that name."
                : DidYouMean.Suggest(tool, server.KnownTools.Select(t => t.Name)) ?? ErrorCode.ToolNotFound.DefaultSuggestion,
        });
    }

    private AelError Unknown(string tool)
    {
        var suggestion = DidYouMean.Suggest(tool, connections.SelectMany(c => c.KnownTools).Select(t => t.Name).Distinct(StringComparer.Ordinal));
        // A server that has never been up may offer anything, so a repeat can end differently.
        var silent = connections.Where(c => c is { StateNow: ServerState.Down, EverUp: false }).ToList();
        if (silent.Count > 0)
        {
            return new AelError(ErrorCode.ToolUnavailable, $"no MCP server that is up offers the tool '{tool}', and {Names(silent)} cannot be asked")
            {
                Tool = tool,
                Detail = string.Join("\n", silent.Select(c => c.Unavailable(tool).Message)),
                Suggestion = suggestion is null || !suggestion.StartsWith("did", StringComparison.Ordinal) ? ErrorCode.ToolUnavailable.DefaultSuggestion : suggestion,
            };
        }

        return new AelError(ErrorCode.ToolNotFound, $"no MCP server offers the tool '{tool}'; servers: {Names(connections)}")
        {
            Tool = tool,
            Suggestion = suggestion ?? ErrorCode.ToolNotFound.DefaultSuggestion,
        };
    }

    private static string Names(IReadOnlyList<ServerConnection> servers) =>
        servers.Count == 0 ? "none" : string.Join(", ", servers.Select(c => $"'{c.Name}'"));
}
