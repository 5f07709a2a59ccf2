using Ael.Engine.Configuration;

namespace Ael.Engine.Tools;

/// <summary>Turns the entries of <c>tools.mcp_servers</c> into sources.</summary>
internal static class ConfiguredSources
{
    public static IEnumerable<IToolSource> Create(ToolOptions options, ILogger logger) =>
        options.McpServers.Select(server => Create(server.Key, server.Value, options.MaxMessageBytes, logger));

    // The configuration reader has refused entries that have both or neither already.
    private static IToolSource Create(string name, McpServerOptions options, int maxMessage, ILogger logger) => options switch
    {
        { Url: { } url } => new HttpToolSource(name, url, options, maxMessage),
        { Command: { } command } => new StdioToolSource(name, command, options, maxMessage, logger),
        _ => throw new ArgumentException($"MCP server '{name}' has neither 'command' nor 'url'", nameof(options)),
    };
}
