using System.ComponentModel;
using Ael.Engine.Configuration;
using Ael.Engine.Telemetry;
using Ael.ServiceDefaults.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ael.Engine.Api.Telemetry;

/// <summary><c>/api/v1/telemetry</c></summary>
internal static class TelemetryRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/telemetry", Show).Produces<TelemetryView>()
        .Documented("GetTelemetry", "Show the engine's telemetry", "Where it is sent and how that goes, and the engine's gauges over the last hour.");

    private static Ok<TelemetryView> Show(GaugeHistory gauges, EngineOptions options, IServiceProvider services)
    {
        var samples = gauges.Read();
        var report = services.GetService(typeof(ExportReport)) as ExportReport;
        return TypedResults.Ok(new TelemetryView(
            options.Telemetry.Enabled,
            [.. (report?.Now() ?? []).Select(ExporterView.Of)],
            GaugeHistory.Interval.TotalSeconds,
            [.. samples.Select(s => s.At)],
            [.. samples.SelectMany(s => s.Values.Keys).Distinct().OrderBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.Of, StringComparer.Ordinal)
                .Select(s => GaugeView.From(s, samples))]));
    }
}

internal sealed record TelemetryView(
    bool Enabled,
    [property: Description("Empty where nothing is exported.")] IReadOnlyList<ExporterView> Exporters,
    double IntervalSeconds,
    [property: Description("Of the gauges' samples, oldest first; the last is now.")] IReadOnlyList<DateTimeOffset> Times,
    IReadOnlyList<GaugeView> Gauges);

internal sealed record ExporterView(
    [property: Description("traces, metrics or logs.")] string Signal,
    string Endpoint,
    [property: Description("Items taken on and not delivered yet.")] long Waiting,
    [property: Description("Items never delivered, since the start.")] long Dropped,
    [property: Description("The last exports failed, or the queue is full.")] bool Failing)
{
    // A user and password in the address are nobody's business.
    public static ExporterView Of(ExportState s) =>
        new(s.Signal.Spelling(), s.Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), s.Waiting, s.Dropped, s.Failing);
}

internal sealed record GaugeView(
    [property: Description("As /metrics has it.")] string Name,
    [property: Description("Value of its label; empty where it has none.")] string Of,
    string Description,
    [property: Description("One for each time; null where there was none.")] IReadOnlyList<double?> Values)
{
    public static GaugeView From(GaugeSeries series, IReadOnlyList<GaugeSample> samples) => new(
        series.Name,
        series.Of,
        MetricCatalogue.All.FirstOrDefault(m => m.PrometheusName == series.Name)?.Description ?? "Memory that the engine's process uses, in bytes.",
        [.. samples.Select(s => s.Values.TryGetValue(series, out var value) ? value : (double?)null)]);
}
