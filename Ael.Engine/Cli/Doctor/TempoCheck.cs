using System.Globalization;
using System.Text.Json;

namespace Ael.Engine.Cli.Doctor;

/// <summary>Traces: does Tempo hold the probe's span tree under the id that its log lines carry?</summary>
internal static class TempoCheck
{
    private const string Server = "tempo";
    private const string Traces = "traces";

    public static async Task<IReadOnlyList<Finding>> FindAsync(StackApi api, Probe probe, CancellationToken cancellationToken)
    {
        if (await api.NotReadyAsync("ready", cancellationToken) is { } trouble)
        {
            return
            [
                Finding.Broken(Server, $"{trouble}.", "Start Tempo, or correct doctor.tempo."),
                Finding.Skipped(Traces, "Not looked at: they would be in Tempo."),
            ];
        }

        string[] wanted = [$"workflow {Probe.Workflow}", $"step {Probe.Step}"];
        var spans = 0;
        var answer = await api.UntilAsync(
            $"api/v2/traces/{probe.TraceId}",
            json =>
            {
                var names = Names(json);
                spans = names.Count;
                return wanted.All(names.Contains);
            },
            $"Tempo does not hold the probe's trace {probe.TraceId} with all its spans", cancellationToken);
        return
        [
            Finding.Works(Server, $"{api.Address} is ready."),
            answer.Trouble is { } missing
                ? Finding.Broken(
                    Traces, $"{missing} (trace {probe.TraceId}).",
                    "Look at the collector's log for otlp_grpc/tempo, and at the shares that are kept: telemetry.traces.ratio and AEL_TRACES_PERCENT.")
                : Finding.Works(Traces, string.Create(CultureInfo.InvariantCulture, $"{spans} spans under the trace_id of the log lines: from a line to its trace works.")),
        ];
    }

    private static IReadOnlyList<string> Names(JsonElement json) =>
    [
        .. json.GetProperty("trace").GetProperty("resourceSpans").EnumerateArray().SelectMany(r => r.GetProperty("scopeSpans").EnumerateArray())
            .SelectMany(s => s.GetProperty("spans").EnumerateArray()).Select(s => s.GetProperty("name").GetString()!),
    ];
}
