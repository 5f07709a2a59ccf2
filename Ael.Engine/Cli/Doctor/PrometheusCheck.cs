namespace Ael.Engine.Cli.Doctor;

/// <summary>Metrics: does Prometheus scrape the engine, and has it what the probe left?</summary>
internal static class PrometheusCheck
{
    private const string Server = "prometheus";
    private const string Scrape = "prometheus > engine";
    private const string Metrics = "metrics";
    private const string Alerting = "prometheus > alertmanager";

    public static async Task<IReadOnlyList<Finding>> FindAsync(StackApi api, Probe probe, CancellationToken cancellationToken)
    {
        if (await api.NotReadyAsync("-/ready", cancellationToken) is { } trouble)
        {
            return
            [
                Finding.Broken(Server, $"{trouble}.", "Start Prometheus, or correct doctor.prometheus."),
                Finding.Skipped(Metrics, "Not looked at: it would be in Prometheus."),
            ];
        }

        return [Finding.Works(Server, $"{api.Address} is ready."), .. await Task.WhenAll(
            ScrapeAsync(api, cancellationToken), MetricAsync(api, probe, cancellationToken), AlertmanagerAsync(api, cancellationToken))];
    }

    private static async Task<Finding> ScrapeAsync(StackApi api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(Query("sum(up{job=\"ael-engine\"})"), cancellationToken);
        if (answer.Json is { } json && ResultOf(json) is [var sum])
        {
            return sum.GetProperty("value")[1].GetString() != "0" ? Finding.Works(Scrape, "The serving engine's own metrics are scraped.")
                : Finding.Broken(
                    Scrape, "The serving engine's metrics page cannot be scraped.",
                    "Start the engine (serve), and compare telemetry.metrics.port with the target that Prometheus shows under Status > Targets.");
        }

        return answer.Trouble is { } trouble ? Finding.Broken(Scrape, $"{trouble}.", "Check that doctor.prometheus is a Prometheus.")
            : Finding.Broken(Scrape, "Prometheus has no job ael-engine.", "Run it with otel/prometheus/prometheus.yml.");
    }

    private static async Task<Finding> MetricAsync(StackApi api, Probe probe, CancellationToken cancellationToken)
    {
        var query = $"sum(ael_workflow_executions_total{{workflow=\"{Probe.Workflow}\",instance=\"{probe.Instance}\"}})";
        var answer = await api.UntilAsync(
            Query(query), json => ResultOf(json).Count == 1, "The probe's execution is not counted in Prometheus", cancellationToken);
        return answer.Trouble is { } trouble
            ? Finding.Broken(
                Metrics, $"{trouble}.",
                "Look at the collector's log, and in Prometheus under Status > Targets at job ael (the collector's port 8889); telemetry.metrics.enabled must be true.")
            : Finding.Works(Metrics, $"ael_workflow_executions_total counts the probe ({Probe.Workflow}).");
    }

    private static async Task<Finding> AlertmanagerAsync(StackApi api, CancellationToken cancellationToken)
    {
        var answer = await api.UntilAsync(
            "api/v1/alertmanagers", json => json.GetProperty("data").GetProperty("activeAlertmanagers").GetArrayLength() > 0,
            "Prometheus has no Alertmanager: alerts are shown and sent to nobody", cancellationToken);
        return answer.Trouble is { } trouble
            ? Finding.Broken(Alerting, $"{trouble}.", "Start Alertmanager, and name it under alerting in prometheus.yml.")
            : Finding.Works(Alerting, "Alerts have somewhere to go.");
    }

    private static string Query(string query) => $"api/v1/query?query={Uri.EscapeDataString(query)}";

    private static IReadOnlyList<System.Text.Json.JsonElement> ResultOf(System.Text.Json.JsonElement json) =>
        json.TryGetProperty("data", out var data) && data.TryGetProperty("result", out var result) ? [.. result.EnumerateArray()] : [];
}
