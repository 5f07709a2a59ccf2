namespace Ael.Engine.Configuration.Keys;

/// <summary>The keys of <c>doctor</c>.</summary>
internal static class DoctorKeys
{
    public static readonly IReadOnlyList<ConfigurationKey<EngineOptions>> All =
    [
        Key("prometheus", Server, d => d.Prometheus, (d, v) => d with { Prometheus = v }, "Where `doctor` looks for the probe's metrics; `null`: nowhere."),
        Key("loki", Server, d => d.Loki, (d, v) => d with { Loki = v }, "Where it looks for the probe's log lines; `null`: nowhere."),
        Key("tempo", Server, d => d.Tempo, (d, v) => d with { Tempo = v }, "Where it looks for the probe's trace; `null`: nowhere."),
        Key("grafana", Server, d => d.Grafana, (d, v) => d with { Grafana = v }, "The Grafana whose health it asks for; `null`: none."),
        Key("patience", Kinds.Duration, d => d.Patience, (d, v) => d with { Patience = v }, "How long what is on its way may take; metrics take up to two intervals of 15 s."),
    ];

    private static ValueKind<Uri?> Server => Kinds.Optional(Kinds.Url("http", "https"));

    private static ConfigurationKey<EngineOptions, T> Key<T>(
        string path, ValueKind<T> kind, Func<DoctorOptions, T> get, Func<DoctorOptions, T, DoctorOptions> set, string description) =>
        new($"doctor.{path}", kind, o => get(o.Doctor), (o, v) => o with { Doctor = set(o.Doctor, v) }, description);
}
