using System.Globalization;

namespace Ael.Engine.Cli.Doctor;

/// <summary>Logs: has Loki the probe's lines, and with the trace id by which Grafana leads to the trace?</summary>
internal static class LokiCheck
{
    private const string Server = "loki";
    private const string Logs = "logs";

    public static async Task<IReadOnlyList<Finding>> FindAsync(StackApi api, Probe probe, CancellationToken cancellationToken)
    {
        if (await api.NotReadyAsync("ready", cancellationToken) is { } trouble)
        {
            return
            [
                Finding.Broken(Server, $"{trouble}.", "Start Loki, or correct doctor.loki."),
                Finding.Skipped(Logs, "Not looked at: they would be in Loki."),
            ];
        }

        var query = $"{{service_name=~\".+\"}} | trace_id=\"{probe.TraceId}\" | execution_id=\"{probe.Result.ExecutionId}\"";
        var lines = 0;
        var answer = await api.UntilAsync(
            $"loki/api/v1/query_range?query={Uri.EscapeDataString(query)}&since=1h&limit=100",
            json => (lines = json.GetProperty("data").GetProperty("result").EnumerateArray().Sum(s => s.GetProperty("values").GetArrayLength())) > 0,
            "Loki has no line with the probe's trace_id and execution_id", cancellationToken);
        return
        [
            Finding.Works(Server, $"{api.Address} is ready."),
            answer.Trouble is { } missing
                ? Finding.Broken(
                    Logs, $"{missing}.", "Look at the collector's log for otlp_http/loki, and at Loki's; both ids have to be structured metadata (otel/loki/config.yaml).")
                : Finding.Works(Logs, string.Create(CultureInfo.InvariantCulture, $"{lines} lines of the probe, with its trace_id and execution_id.")),
        ];
    }
}
