using System.Net;
using System.Text.RegularExpressions;

namespace Ael.Engine.Configuration.Keys;

/// <summary>The keys of <c>cluster</c>.</summary>
internal static partial class ClusterKeys
{
    private static readonly ValueKind<string> s_id = Kinds.Text(
        "name", t => Name().IsMatch(t) ? null : $"'{t}' is not a name of a cluster", "use letters, digits, - and _, at most 100");

    private static readonly ValueKind<string> s_address = Kinds.Text(
        "IP address", t => IPAddress.TryParse(t, out _) ? null : $"expected an IP address, was '{t}'", "write the address at which the other nodes reach this one");

    public static readonly IReadOnlyList<ConfigurationKey<EngineOptions>> All =
    [
        Key("id", s_id, c => c.Id, (c, v) => c with { Id = v }, "Engines with the same one, and the same `storage.postgres`, are one cluster."),
        Key("address", Kinds.Optional(s_address), c => c.Address, (c, v) => c with { Address = v },
            "Where the other nodes reach this one; `null`: at `server.host`, or at the machine's own address when that stands for all of them."),
        Key("port", Kinds.Integer(0, 65535), c => c.Port, (c, v) => c with { Port = v }, "Port for the other nodes, on that address; 0: any free one. Nobody else should reach it."),
        Key("max_concurrent", Kinds.Integer(0, 1_000_000), c => c.MaxConcurrent, (c, v) => c with { MaxConcurrent = v },
            "Executions that run at once on all nodes together, in equal shares of at least one; 0: as many as each `execution.max_concurrent` allows."),
        Key("max_queued", Kinds.Integer(0, 1_000_000), c => c.MaxQueued, (c, v) => c with { MaxQueued = v },
            "Executions that may wait on all nodes together, in equal shares; 0: as many as each `execution.max_queued` allows."),
        Key("rate_limit", Kinds.Integer(0, 1_000_000), c => c.RateLimit, (c, v) => c with { RateLimit = v },
            "Requests a minute of one caller to all nodes together, in equal shares; 0: as many as each `security.rate_limit` allows."),
        Key("probe_timeout", Kinds.Durations(TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(1)), c => c.ProbeTimeout, (c, v) => c with { ProbeTimeout = v },
            "How long a node may take to say that it is alive; after three times without an answer it is taken for dead, and its executions go on elsewhere."),
    ];

    private static ConfigurationKey<EngineOptions, T> Key<T>(
        string path, ValueKind<T> kind, Func<ClusterOptions, T> get, Func<ClusterOptions, T, ClusterOptions> set, string description) =>
        new($"cluster.{path}", kind, o => get(o.Cluster), (o, v) => o with { Cluster = set(o.Cluster, v) }, description);

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,100}\z")]
    private static partial Regex Name();
}
