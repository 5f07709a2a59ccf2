using System.Text.RegularExpressions;
using Ael.Engine.Yaml;

namespace Ael.Engine.Configuration.Keys;

/// <summary>Keys whose values have keys of their own.</summary>
internal static partial class CompositeKinds
{
    public static readonly IReadOnlyDictionary<string, LogLevel> LogLevels = new Dictionary<string, LogLevel>
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
        ["critical"] = LogLevel.Critical,
        ["none"] = LogLevel.None,
    };

    /// <summary>As the telemetry catalogue has them, which this floor cannot see; a test compares.</summary>
    public static readonly IReadOnlyList<string> Components =
        ["workflow_engine", "tool_invoker", "code_runner", "mcp_server", "mcp_client", "api", "config", "storage"];

    public static readonly IReadOnlyDictionary<string, int> Scopes = new Dictionary<string, int> { ["read"] = 0, ["run"] = 1, ["admin"] = 2 };

    public static readonly ValueKind<IReadOnlyDictionary<string, McpServerOptions>> McpServers = new(
        "mapping (name: server)",
        (node, problems, out value) =>
        {
            var servers = new Dictionary<string, McpServerOptions>(StringComparer.Ordinal);
            value = servers;
            if (MapReader.Open(node, "mapping", problems) is not { } map)
            {
                return false;
            }

            foreach (var entry in map.Map.Entries)
            {
                if (!ServerName().IsMatch(entry.Key.Text))
                {
                    problems.Add(entry.Key, $"'{entry.Key.Text}' cannot be a server's name", "use letters, digits, '_' and '-', a letter first");
                }

                servers[entry.Key.Text] = Server(entry.Value, problems);
            }

            return true;
        },
        v => v.Count == 0 ? "{}" : "{...}");

    public static readonly ValueKind<IReadOnlyList<ApiKeyOptions>> ApiKeys = new(
        "list of keys",
        (node, problems, out value) =>
        {
            var keys = (Kinds.Items(node, problems) ?? []).Select(n => ApiKey(n, problems)).OfType<ApiKeyOptions>().ToList();
            foreach (var twice in keys.GroupBy(k => k.Name).Where(g => g.Count() > 1))
            {
                problems.Add(node, $"two keys are named '{twice.Key}'", "give each its own name; it is what the log shows");
            }

            value = keys;
            return true;
        },
        v => v.Count == 0 ? "[]" : "[...]");

    public static readonly ValueKind<IReadOnlyDictionary<string, LogLevel>> ComponentLevels = new(
        "mapping (component: level)",
        (node, problems, out value) =>
        {
            value = new Dictionary<string, LogLevel>();
            if (MapReader.Open(node, "`logging.components` section", problems) is not { } map)
            {
                return false;
            }

            value = Components.Select(c => (Name: c, Level: map.Choice(c, LogLevels))).Where(c => c.Level is not null).ToDictionary(c => c.Name, c => c.Level!.Value);
            map.Close();
            return true;
        },
        v => v.Count == 0 ? "{}" : "{...}");

    private static McpServerOptions Server(YamlNode node, ProblemList problems)
    {
        const string advice = "write `command: program` for a server to start, or `url: http://...` for one that runs";
        if (MapReader.Open(node, "server", problems, advice) is not { } map)
        {
            return new McpServerOptions();
        }

        var server = KeyReader.Read(map, new McpServerOptions(), McpServerKeys.All);
        var (command, url) = (map.Map.Find("command"), map.Map.Find("url"));
        if (command is null == url is null)
        {
            problems.Add(url?.Key ?? node, command is null ? "a server needs `command` or `url`" : "a server has `command` or `url`, not both", advice);
            return server;
        }

        foreach (var stray in command is null ? (string[])["args", "env", "cwd"] : ["headers"])
        {
            if (map.Map.Find(stray) is { } entry)
            {
                problems.Add(entry.Key, $"'{stray}' means nothing for a server with `{(command is null ? "url" : "command")}`", "remove it");
            }
        }

        return server;
    }

    private static ApiKeyOptions? ApiKey(YamlNode node, ProblemList problems)
    {
        if (MapReader.Open(node, "API key", problems, "write a mapping with name, sha256 and scopes") is not { } map)
        {
            return null;
        }

        var name = map.Required("name") is { } n && Kinds.Text("text").Read(n, problems, out var text) ? text : null;
        var sha = map.Required("sha256") is { } s && s_sha256.Read(s, problems, out var hash) ? hash : null;
        var scopes = map.Required("scopes", $"add 'scopes: [run]'; they are: {string.Join(", ", Scopes.Keys)}") is { } list ? Kinds.Items(list, problems) : null;
        map.Close();
        if (scopes is { Count: 0 })
        {
            problems.Add(map.Map.Find("scopes")!.Value, "a key without scopes can do nothing", $"give it one or more of: {string.Join(", ", Scopes.Keys)}");
        }

        var known = scopes?.Where(i => ScalarReader.Choice(i, problems, Scopes) is not null).Select(i => ((YamlScalar)i).Text.ToLowerInvariant()).ToList();
        return name is null || sha is null || known is null ? null : new ApiKeyOptions(name, sha.ToLowerInvariant(), known);
    }

    private static readonly ValueKind<string> s_sha256 = Kinds.Text(
        "SHA-256 in hex",
        t => Sha256().IsMatch(t) ? null : $"expected 64 hex digits, was a text of {t.Length} characters",
        "give the SHA-256 of the key, not the key: printf %s \"$KEY\" | sha256sum");

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]*\z")]
    private static partial Regex ServerName();

    [GeneratedRegex(@"^[0-9A-Fa-f]{64}\z")]
    private static partial Regex Sha256();
}
