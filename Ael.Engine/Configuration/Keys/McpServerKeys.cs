namespace Ael.Engine.Configuration.Keys;

/// <summary>The keys of one entry of <c>tools.mcp_servers</c>.</summary>
internal static class McpServerKeys
{
    public static readonly IReadOnlyList<ConfigurationKey<McpServerOptions>> All =
    [
        Key("command", Kinds.Optional(Kinds.Text("text")), o => o.Command, (o, v) => o with { Command = v },
            "The program to start; it speaks MCP on its standard input and output. Looked up on PATH unless it is a path."),
        Key("args", Kinds.List(Kinds.Text("text")), o => o.Args, (o, v) => o with { Args = v },
            "Its arguments, passed as they are."),
        Key("env", Kinds.TextMap, o => o.Env, (o, v) => o with { Env = v },
            "Variables it gets beside PATH, HOME and the like."),
        Key("cwd", Kinds.Optional(Kinds.Text("path")), o => o.Cwd, (o, v) => o with { Cwd = v },
            "Its working directory; without it, the folder of the configuration file."),
        Key("url", Kinds.Optional(Kinds.Url("http", "https")), o => o.Url, (o, v) => o with { Url = v },
            "Address of a server that runs already: Streamable HTTP, with SSE as fallback."),
        Key("headers", Kinds.TextMap, o => o.Headers, (o, v) => o with { Headers = v },
            "HTTP headers sent with every request to `url`, as in `Authorization: Bearer ${TOKEN}`."),
        Key("enabled", Kinds.Boolean, o => o.Enabled, (o, v) => o with { Enabled = v },
            "Whether it is used at all."),
    ];

    private static ConfigurationKey<McpServerOptions, T> Key<T>(
        string path, ValueKind<T> kind, Func<McpServerOptions, T> get, Func<McpServerOptions, T, McpServerOptions> set, string description) =>
        new(path, kind, get, set, description);
}
