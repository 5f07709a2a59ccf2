using Ael.Stack.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>
/// Engine, collector and Prometheus. Nobody is at Tempo's address, nor at Loki's until a test says so, and the collector's queues are short. Prometheus and
/// its rules are 15 times faster than configured.
/// </summary>
public sealed class CollectorFaults() : StackFixture(15)
{
    private WebApplication? _loki;

    internal ServerProcess Collector { get; private set; } = null!;

    /// <summary>From now on somebody at Loki's address takes what comes. That Loki itself does is with the tests of the whole stack.</summary>
    internal async Task TakeLogsAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", Servers.Url("loki", 3100).AbsoluteUri);
        _loki = builder.Build();
        _loki.MapPost("/otlp/v1/logs", () => Results.NoContent());
        await _loki.StartAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_loki is not null)
        {
            await _loki.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        Collector = Servers.AddCollector(text => text
            .Replace("queue_size: 10000", "queue_size: 10", StringComparison.Ordinal)
            .Replace("max_interval: 30s", "max_interval: 2s", StringComparison.Ordinal));
        var prometheus = Servers.AddPrometheus();
        Collector.Begin();
        prometheus.Begin();
        Engine = new StackEngine(Servers, StackEngine.ExportTo(Servers.Url("otel-collector", 4317)));
        await Collector.ReadyAsync(cancellationToken);
        await prometheus.ReadyAsync(cancellationToken);
        await Engine.StartAsync(cancellationToken);

        // An increase is seen of series that were there before.
        await Metrics.UntilAsync("up{job=\"otel-collector\"} == 1", samples => samples.Count == 1, cancellationToken);
    }
}
