using Ael.Engine.Configuration;
using Ael.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Cli.Doctor;

/// <summary>Runs the probe and follows what it left, link by link.</summary>
internal static class Examination
{
    private const string Engine = "engine";

    // One request; what is waited for in between is doctor.patience.
    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<EngineOptions>();
        var time = services.GetRequiredService<TimeProvider>();
        var probe = await Probe.RunAsync(services, cancellationToken);
        var collector = await CollectorCheck.FindAsync(options.Telemetry, time, cancellationToken);

        // What has no way out arrives nowhere, however long one waits.
        var patience = collector.Verdict == Verdict.Works ? options.Doctor.Patience : TimeSpan.Zero;
        using var http = new HttpClient { Timeout = s_request };
        Task<IReadOnlyList<Finding>> Ask(string name, Uri? address, Func<StackApi, Task<IReadOnlyList<Finding>>> check) => address is null
            ? Task.FromResult<IReadOnlyList<Finding>>([Finding.Skipped(name, $"Not asked: doctor.{name} is null.")])
            : check(new StackApi(http, address, time, patience));

        var found = await Task.WhenAll(
            Ask("prometheus", options.Doctor.Prometheus, api => PrometheusCheck.FindAsync(api, probe, cancellationToken)),
            Ask("loki", options.Doctor.Loki, api => LokiCheck.FindAsync(api, probe, cancellationToken)),
            Ask("tempo", options.Doctor.Tempo, api => TempoCheck.FindAsync(api, probe, cancellationToken)),
            Ask("grafana", options.Doctor.Grafana, api => GrafanaCheck.FindAsync(api, cancellationToken)));
        return [Ran(probe), collector, .. found.SelectMany(f => f)];
    }

    private static Finding Ran(Probe probe) => probe.Result.Status == ExecutionStatus.Completed
        ? Finding.Works(Engine, $"{Probe.Workflow} ran: execution {probe.Result.ExecutionId}, trace {probe.TraceId}.")
        : Finding.Broken(
            Engine, $"{Probe.Workflow} ended {probe.Result.Status}: {probe.Result.Error?.Message ?? "no reason given"}.",
            probe.Result.Error?.Cause?.Suggestion ?? probe.Result.Error?.Suggestion ?? "Run a workflow of your own with `run`, and look at its error.");
}
