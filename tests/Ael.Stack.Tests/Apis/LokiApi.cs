using System.Text.Json;

namespace Ael.Stack.Tests.Apis;

/// <summary>A line with the labels that it has after the query: index labels and structured metadata together.</summary>
internal sealed record LogLine(string Text, IReadOnlyDictionary<string, string> Labels)
{
    public string this[string label] => Labels.GetValueOrDefault(label, "");
}

internal sealed class LokiApi(Uri address) : IDisposable
{
    private readonly JsonApi _api = new(address);

    /// <summary>Lines of the last hour, at most 5,000.</summary>
    public async Task<IReadOnlyList<LogLine>> LinesAsync(string query, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync($"loki/api/v1/query_range?query={Uri.EscapeDataString(query)}&since=1h&limit=5000", cancellationToken);
        return
        [
            .. answer.GetProperty("data").GetProperty("result").EnumerateArray().SelectMany(stream => stream.GetProperty("values").EnumerateArray().Select(
                value => new LogLine(value[1].GetString()!, stream.GetProperty("stream").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.ToString())))),
        ];
    }

    /// <summary>The series of a metric query over the last hour, or the streams of another.</summary>
    public async Task<IReadOnlyList<JsonElement>> RangeAsync(string query, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync($"loki/api/v1/query_range?query={Uri.EscapeDataString(query)}&since=1h&step=15", cancellationToken);
        return [.. answer.GetProperty("data").GetProperty("result").EnumerateArray()];
    }

    /// <summary>The label sets of all streams of the last hour: what Loki keeps an index of.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> StreamsAsync(CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync($"loki/api/v1/series?match[]={Uri.EscapeDataString("{service_name=~\".+\"}")}&since=1h", cancellationToken);
        return [.. answer.GetProperty("data").EnumerateArray().Select(s => s.EnumerateObject().ToDictionary(l => l.Name, l => l.Value.ToString()))];
    }

    public void Dispose() => _api.Dispose();
}
