using Ael.Engine.Yaml;

namespace Ael.Engine.Configuration;

/// <summary>
/// Standard variables (OpenTelemetry's specification) and the keys they stand for. Those that name one signal only, and for which there is
/// no key, are read where the exporters are made.
/// </summary>
internal static class StandardVariables
{
    private const string Otlp = "telemetry.exporters.otlp.";
    private const string Sampling = "telemetry.traces.sampling";
    private const string Ratio = "telemetry.traces.ratio";

    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    private delegate IEnumerable<(string Key, YamlNode Value)> Reading(string variable, string value, IReadOnlyDictionary<string, string> environment);

    private static readonly Dictionary<string, Reading> s_all = new(StringComparer.Ordinal)
    {
        ["OTEL_SDK_DISABLED"] = As("telemetry.enabled", v => string.Equals(v, "true", StringComparison.OrdinalIgnoreCase) ? "false" : "true"),
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = As(Otlp + "endpoint"),
        ["OTEL_EXPORTER_OTLP_INSECURE"] = As(Otlp + "insecure"),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = As(Otlp + "protocol"),
        ["OTEL_EXPORTER_OTLP_HEADERS"] = (name, value, _) => [(Otlp + "headers", Headers(name, value))],
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = As(Otlp + "timeout", Milliseconds),
        ["OTEL_METRIC_EXPORT_INTERVAL"] = As(Otlp + "metrics_interval", Milliseconds),
        ["OTEL_EXPORTER_PROMETHEUS_PORT"] = As("telemetry.metrics.port"),
        ["OTEL_TRACES_SAMPLER"] = Sampler,
        // Means something only together with the sampler, which reads it.
        [SamplerArgument] = (_, _, _) => [],
    };

    public static IEnumerable<string> Names => s_all.Keys;

    /// <summary>What the environment says by them: key and value, in the order of the table.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Read(IReadOnlyDictionary<string, string> environment) =>
        s_all.SelectMany(s => environment.TryGetValue(s.Key, out var value) && value.Length > 0 ? s.Value(s.Key, value, environment) : []);

    private static Reading As(string key, Func<string, string>? convert = null) =>
        (name, value, _) => [(key, EnvironmentOverrides.Node(name, convert?.Invoke(value) ?? value))];

    private static string Milliseconds(string value) => value.All(char.IsAsciiDigit) ? value + "ms" : value;

    // The standard's samplers all decide at the start; whether they ask the caller first makes no difference to the ratio of what starts here.
    private static IEnumerable<(string Key, YamlNode Value)> Sampler(string name, string value, IReadOnlyDictionary<string, string> environment)
    {
        var argument = environment.GetValueOrDefault(SamplerArgument, "");
        var (source, ratio) = value.Replace("parentbased_", "", StringComparison.Ordinal) switch
        {
            "always_on" => (name, "1"),
            "always_off" => (name, "0"),
            "traceidratio" => argument.Length > 0 ? (SamplerArgument, argument) : (name, "1"),
            _ => (name, ""),
        };
        // A name that is none of these is reported as a wrong value of the key, with the variable as its place.
        return ratio.Length > 0
            ? [(Sampling, EnvironmentOverrides.Node(name, "head")), (Ratio, EnvironmentOverrides.Node(source, ratio))]
            : [(Sampling, EnvironmentOverrides.Node(name, value))];
    }

    /// <summary><c>name=value,name=value</c>, percent-encoded.</summary>
    private static YamlMapping Headers(string variable, string value) => new(variable, 0, 0,
    [
        .. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
            .Select(pair => new YamlEntry(
                EnvironmentOverrides.Node(variable, Uri.UnescapeDataString(pair[0])),
                EnvironmentOverrides.Node(variable, pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""))),
    ]);
}
