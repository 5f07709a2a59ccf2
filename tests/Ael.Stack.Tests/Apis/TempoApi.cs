using System.Text.Json;

namespace Ael.Stack.Tests.Apis;

/// <summary>A span as Tempo holds it; ids in hex.</summary>
internal sealed record Span(string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes)
{
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");
}

internal sealed class TempoApi(Uri address) : IDisposable
{
    private readonly JsonApi _api = new(address);

    /// <summary>The spans of a trace; none while Tempo does not know it.</summary>
    public async Task<IReadOnlyList<Span>> TraceAsync(string id, CancellationToken cancellationToken) =>
        await _api.FindAsync($"api/v2/traces/{id}", cancellationToken) is { } found && found.GetProperty("trace").TryGetProperty("resourceSpans", out var resources)
            ? [.. resources.EnumerateArray()
                .SelectMany(r => r.GetProperty("scopeSpans").EnumerateArray()).SelectMany(s => s.GetProperty("spans").EnumerateArray()).Select(Read)]
            : [];

    /// <summary>Ids of traces of the last hour that a TraceQL query finds.</summary>
    public async Task<IReadOnlyList<string>> SearchAsync(string query, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var answer = await _api.GetAsync($"api/search?q={Uri.EscapeDataString(query)}&start={now - 3600}&end={now}&limit=1000", cancellationToken);
        return answer.TryGetProperty("traces", out var traces) ? [.. traces.EnumerateArray().Select(t => t.GetProperty("traceID").GetString()!.PadLeft(32, '0'))] : [];
    }

    /// <summary>The series of a TraceQL metrics query over the last hour.</summary>
    public async Task<IReadOnlyList<JsonElement>> RangeAsync(string query, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var answer = await _api.GetAsync($"api/metrics/query_range?q={Uri.EscapeDataString(query)}&start={now - 3600}&end={now}&step=15s", cancellationToken);
        return answer.TryGetProperty("series", out var series) ? [.. series.EnumerateArray()] : [];
    }

    public void Dispose() => _api.Dispose();

    private static Span Read(JsonElement span) => new(
        Hex(span, "spanId"), Hex(span, "parentSpanId"), span.GetProperty("name").GetString()!,
        span.TryGetProperty("attributes", out var attributes)
            ? attributes.EnumerateArray().ToDictionary(a => a.GetProperty("key").GetString()!, a => a.GetProperty("value").EnumerateObject().Select(v => v.Value.ToString()).FirstOrDefault(""))
            : new Dictionary<string, string>());

    private static string Hex(JsonElement span, string name) =>
        span.TryGetProperty(name, out var id) ? Convert.ToHexStringLower(Convert.FromBase64String(id.GetString()!)) : "";
}
