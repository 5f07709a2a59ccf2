using System.Globalization;
using OpenTelemetry.Exporter;

namespace Ael.ServiceDefaults.Export;

/// <summary>The signals that are exported: the service's defaults, with OpenTelemetry's variables for single signals laid over them.</summary>
internal sealed class OtlpTargets
{
    private const int DefaultBatch = 512;

    private readonly Func<string, string?> _variable;
    private readonly List<OtlpTarget> _targets = [];
    private readonly List<string> _problems = [];

    /// <param name="defaults">Of the service.</param>
    /// <param name="variable">Value of an environment variable; null when it is not set.</param>
    public OtlpTargets(OtlpDefaults defaults, Func<string, string?> variable)
    {
        (_variable, FlushTimeout) = (variable, defaults.FlushTimeout);
        foreach (var signal in Enum.GetValues<TelemetrySignal>())
        {
            if (Target(signal, defaults) is { } target)
            {
                _targets.Add(target);
            }
        }
    }

    public IReadOnlyList<OtlpTarget> All => _targets;

    /// <inheritdoc cref="OtlpDefaults.FlushTimeout"/>
    public TimeSpan FlushTimeout { get; }

    /// <summary>Variables that were not used because of their values, in words.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public OtlpTarget? Of(TelemetrySignal signal) => _targets.Find(t => t.Signal == signal);

    private OtlpTarget? Target(TelemetrySignal signal, OtlpDefaults defaults)
    {
        var name = signal.Spelling().ToUpperInvariant();
        if (Text($"OTEL_{name}_EXPORTER") is { } exporter && !exporter.Split(',', StringSplitOptions.TrimEntries).Contains("otlp"))
        {
            return null;
        }

        var otlp = $"OTEL_EXPORTER_OTLP_{name}_";
        var protocol = Read(otlp + "PROTOCOL", "grpc or http/protobuf", Protocol) ?? defaults.Protocol;
        var endpoint = Text(otlp + "ENDPOINT") is { } text ? Endpoint(otlp + "ENDPOINT", text) : null;
        endpoint ??= defaults.Endpoint is { } general && protocol == OtlpExportProtocol.HttpProtobuf ? WithPath(general, signal) : defaults.Endpoint;
        if (endpoint is null)
        {
            return null;
        }

        var batch = signal switch { TelemetrySignal.Traces => "OTEL_BSP_", TelemetrySignal.Logs => "OTEL_BLRP_", _ => null };
        var queue = Positive(batch, "MAX_QUEUE_SIZE") ?? defaults.MaxQueue;
        return new OtlpTarget(
            signal,
            endpoint,
            protocol,
            Text(otlp + "HEADERS") is { } headers ? Headers(headers) : defaults.Headers,
            Milliseconds(otlp, "TIMEOUT") ?? defaults.Timeout,
            Milliseconds(batch, "SCHEDULE_DELAY") ?? (signal == TelemetrySignal.Metrics ? defaults.MetricsInterval : defaults.BatchDelay),
            queue,
            Math.Min(queue, Positive(batch, "MAX_EXPORT_BATCH_SIZE") ?? DefaultBatch));
    }

    private string? Text(string variable) => _variable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private T? Read<T>(string variable, string expected, Func<string, T?> parse) where T : struct
    {
        if (Text(variable) is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            _problems.Add($"{variable} is not used: expected {expected}, was '{text}'");
        }

        return value;
    }

    private int? Positive(string? prefix, string name) => prefix is null ? null
        : Read(prefix + name, "a whole number from 1", t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : (int?)null);

    private TimeSpan? Milliseconds(string? prefix, string name) => Positive(prefix, name) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private Uri? Endpoint(string variable, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        _problems.Add($"{variable} is not used: expected a URL (http or https), was '{text}'");
        return null;
    }

    private static OtlpExportProtocol? Protocol(string text) => text switch
    {
        "grpc" => OtlpExportProtocol.Grpc,
        "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
        _ => null,
    };

    private static Dictionary<string, string> Headers(string text) => text
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair is [not "", _])
        .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1]), StringComparer.OrdinalIgnoreCase);

    private static Uri WithPath(Uri general, TelemetrySignal signal) => new($"{general.AbsoluteUri.TrimEnd('/')}/v1/{signal.Spelling()}");
}
