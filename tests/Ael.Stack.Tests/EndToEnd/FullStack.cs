using System.Text.Json;
using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>
/// Engine, collector, Prometheus, Loki, Tempo and Alertmanager with the repository's configuration, and a mixed load. Prometheus and its rules are
/// 15 times faster than configured; a collector that waits for a backend asks it again after two seconds at most.
/// </summary>
public sealed class FullStack : IAsyncDisposable
{
    private const int Speed = 15;

    private Task? _started;
    private StackEngine? _engine;

    internal StackServers Servers { get; } = new(Speed);

    internal StackEngine Engine => _engine!;

    internal ServerProcess Loki { get; private set; } = null!;

    internal ServerProcess Tempo { get; private set; } = null!;

    internal ServerProcess Collector { get; private set; } = null!;

    internal PrometheusApi Metrics { get; private set; } = null!;

    internal LokiApi Logs { get; private set; } = null!;

    internal TempoApi Traces { get; private set; } = null!;

    /// <summary>The executions of the load, as the REST API gave them.</summary>
    internal IReadOnlyList<JsonElement> Executions { get; private set; } = [];

    internal JsonElement Execution(string workflow) => Executions.First(e => e.GetProperty("workflow").GetString() == workflow);

    /// <summary>Starts everything and runs the load at the first call; skips the test that lacks a program.</summary>
    internal Task StartedAsync(CancellationToken cancellationToken) => _started ??= StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await Servers.DisposeAsync();
        Metrics?.Dispose();
        Logs?.Dispose();
        Traces?.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Programs.Require("python3");
        Loki = Servers.AddLoki();
        Tempo = Servers.AddTempo();
        Collector = Servers.AddCollector(text => text.Replace("max_interval: 30s", "max_interval: 2s", StringComparison.Ordinal));
        ServerProcess[] servers = [Loki, Tempo, Collector, Servers.AddPrometheus(), Servers.AddAlertmanager()];
        Array.ForEach(servers, server => server.Begin());
        _engine = new StackEngine(Servers, StackEngine.ExportTo(Servers.Url("otel-collector", 4317)));
        Metrics = new PrometheusApi(Servers.Url("prometheus", 9090));
        Logs = new LokiApi(Servers.Url("loki", 3100));
        Traces = new TempoApi(Servers.Url("tempo", 3200));
        foreach (var server in servers)
        {
            await server.ReadyAsync(cancellationToken);
        }

        await _engine.StartAsync(cancellationToken);

        // Prometheus has seen the way over the collector for a while: a series that begins now is known to be new.
        await Metrics.UntilAsync("min_over_time(up{job=\"ael\"}[8s] offset 2s) == 1 and count_over_time(up{job=\"ael\"}[8s] offset 2s) > 5", s => s.Count == 1, cancellationToken);
        Executions = [.. await Load.RunAsync(_engine.Now, cancellationToken), .. await Load.RunAsync(_engine.Now, cancellationToken)];
    }
}
