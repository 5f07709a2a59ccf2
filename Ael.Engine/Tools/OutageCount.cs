using Ael.Engine.Errors;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Tools;

/// <summary>Counts each outage of an MCP server once, however many attempts to connect fail in it.</summary>
internal sealed class OutageCount(IToolClient client, ErrorCount errors)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _down = [];

    /// <summary>To be called at every <see cref="IToolClient.Changed"/>, which comes before the state changes again.</summary>
    public void Look()
    {
        lock (_lock)
        {
            foreach (var server in client.Servers)
            {
                if (server.State == ServerState.Up)
                {
                    _down.Remove(server.Name);
                }
                else if (server is { State: ServerState.Down, Error: { } error } && _down.Add(server.Name))
                {
                    errors.Count(error, Components.McpClient);
                }
            }
        }
    }
}
