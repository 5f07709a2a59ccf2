using System.Globalization;
using System.Text.Json;

namespace Ael.Stack.Tests.Apis;

/// <summary>One series of an instant query.</summary>
internal sealed record Sample(IReadOnlyDictionary<string, string> Labels, double Value)
{
    public string Name => this["__name__"];

    public string this[string label] => Labels.GetValueOrDefault(label, "");
}

internal sealed class PrometheusApi(Uri address) : IDisposable
{
    private readonly JsonApi _api = new(address);

    public async Task<IReadOnlyList<Sample>> QueryAsync(string query, CancellationToken cancellationToken)
    {
        var data = await DataAsync($"api/v1/query?query={Uri.EscapeDataString(query)}", cancellationToken);
        return data.GetProperty("resultType").GetString() == "vector" ? [.. data.GetProperty("result").EnumerateArray().Select(Read)]
            : [new Sample(new Dictionary<string, string>(), Number(data.GetProperty("result")[1]))];
    }

    /// <summary>Asks until the answer is as wanted.</summary>
    public async Task<IReadOnlyList<Sample>> UntilAsync(string query, Func<IReadOnlyList<Sample>, bool> wanted, CancellationToken cancellationToken)
    {
        IReadOnlyList<Sample> last = [];
        await Eventually.TrueAsync(
            async () => wanted(last = await QueryAsync(query, cancellationToken)),
            () => $"{query} gives\n{string.Join('\n', last.Select(s => $"{string.Join(',', s.Labels)} {s.Value}"))}", cancellationToken);
        return last;
    }

    /// <summary>The series of a range query over the last minutes, as a panel asks for them.</summary>
    public async Task<IReadOnlyList<JsonElement>> RangeAsync(string query, TimeSpan back, TimeSpan step, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.UtcNow;
        var data = await DataAsync(
            $"api/v1/query_range?query={Uri.EscapeDataString(query)}&start={Time(end - back)}&end={Time(end)}&step={step.TotalSeconds.ToString(CultureInfo.InvariantCulture)}",
            cancellationToken);
        return [.. data.GetProperty("result").EnumerateArray()];
    }

    /// <summary>Labels of the exemplars of the last minutes.</summary>
    public async Task<IReadOnlyList<JsonElement>> ExemplarsAsync(string query, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.UtcNow;
        var data = await DataAsync(
            $"api/v1/query_exemplars?query={Uri.EscapeDataString(query)}&start={Time(end - TimeSpan.FromMinutes(30))}&end={Time(end)}", cancellationToken);
        return [.. data.EnumerateArray().SelectMany(s => s.GetProperty("exemplars").EnumerateArray()).Select(e => e.GetProperty("labels"))];
    }

    /// <summary>Firing and pending alerts: name, state, labels.</summary>
    public async Task<IReadOnlyList<JsonElement>> AlertsAsync(CancellationToken cancellationToken) =>
        [.. (await DataAsync("api/v1/alerts", cancellationToken)).GetProperty("alerts").EnumerateArray()];

    /// <summary>Names of the alerts that fire now.</summary>
    public async Task<IReadOnlySet<string>> FiringAsync(CancellationToken cancellationToken) =>
        (await AlertsAsync(cancellationToken)).Where(a => a.GetProperty("state").GetString() == "firing")
            .Select(a => a.GetProperty("labels").GetProperty("alertname").GetString()!).ToHashSet();

    public async Task<JsonElement> DataAsync(string path, CancellationToken cancellationToken) => (await _api.GetAsync(path, cancellationToken)).GetProperty("data");

    public void Dispose() => _api.Dispose();

    private static string Time(DateTimeOffset time) => ((double)time.ToUnixTimeMilliseconds() / 1000).ToString(CultureInfo.InvariantCulture);

    private static Sample Read(JsonElement series) => new(
        series.GetProperty("metric").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString()!), Number(series.GetProperty("value")[1]));

    private static double Number(JsonElement value) => double.Parse(value.GetString()!, CultureInfo.InvariantCulture);
}
