using System.Text.Json;
using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>
/// Engine, collector, Prometheus, Loki, Tempo and Alertmanager with the repository's configuration, and a mixed load. Prometheus and its rules are
/// 15 times faster than configured; a collector that waits for a backend asks it again after two seconds at most.
/// </summary>
public sealed class FullStack() : StackFixture(15)
{
    internal ServerProcess Loki { get; private set; } = null!;

    internal ServerProcess Tempo { get; private set; } = null!;

    internal ServerProcess Collector { get; private set; } = null!;

    internal LokiApi Logs { get; private set; } = null!;

    internal TempoApi Traces { get; private set; } = null!;

    /// <summary>The executions of the load, as the REST API gave them.</summary>
    internal IReadOnlyList<JsonElement> Executions { get; private set; } = [];

    internal JsonElement Execution(string workflow) => Executions.First(e => e.GetProperty("workflow").GetString() == workflow);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Logs?.Dispose();
        Traces?.Dispose();
    }

    private protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        Loki = Servers.AddLoki();
        Tempo = Servers.AddTempo();
        Collector = Servers.AddCollector(text => text.Replace("max_interval: 30s", "max_interval: 2s", StringComparison.Ordinal));
        ServerProcess[] servers = [Loki, Tempo, Collector, Servers.AddPrometheus(), Servers.AddAlertmanager()];
        Array.ForEach(servers, server => server.Begin());
        Engine = new StackEngine(Servers, StackEngine.ExportTo(Servers.Url("otel-collector", 4317)));
        Logs = new LokiApi(Servers.Url("loki", 3100));
        Traces = new TempoApi(Servers.Url("tempo", 3200));
        foreach (var server in servers)
        {
            await server.ReadyAsync(cancellationToken);
        }

        await Engine.StartAsync(cancellationToken);

        // Prometheus has seen the way over the collector for a while: a series that begins now is known to be new.
        await Metrics.UntilAsync("min_over_time(up{job=\"ael\"}[8s] offset 2s) == 1 and count_over_time(up{job=\"ael\"}[8s] offset 2s) > 5", s => s.Count == 1, cancellationToken);
        Executions = [.. await Load.RunAsync(Engine.Now, cancellationToken), .. await Load.RunAsync(Engine.Now, cancellationToken)];
    }
}
