using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>
/// Engine, collector and Prometheus. Nobody is at Tempo's address, nor at Loki's until a test says so, and the collector's queues are short. Prometheus and
/// its rules are 15 times faster than configured.
/// </summary>
public sealed class CollectorFaults : IAsyncDisposable
{
    private const int Speed = 15;

    private readonly StackServers _servers = new(Speed);
    private StackEngine? _engine;
    private WebApplication? _loki;
    private Task? _started;

    internal StackEngine Engine => _engine!;

    internal ServerProcess Collector { get; private set; } = null!;

    internal PrometheusApi Metrics { get; private set; } = null!;

    /// <summary>Starts all of it at the first call; skips the test that lacks a program.</summary>
    internal Task StartedAsync(CancellationToken cancellationToken) => _started ??= StartAsync(cancellationToken);

    /// <summary>From now on somebody at Loki's address takes what comes. That Loki itself does is with the tests of the whole stack.</summary>
    internal async Task TakeLogsAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", _servers.Url("loki", 3100).AbsoluteUri);
        _loki = builder.Build();
        _loki.MapPost("/otlp/v1/logs", () => Results.NoContent());
        await _loki.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_loki is not null)
        {
            await _loki.DisposeAsync();
        }

        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await _servers.DisposeAsync();
        Metrics?.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Programs.Require("python3");
        Collector = _servers.AddCollector(text => text
            .Replace("queue_size: 10000", "queue_size: 10", StringComparison.Ordinal)
            .Replace("max_interval: 30s", "max_interval: 2s", StringComparison.Ordinal));
        var prometheus = _servers.AddPrometheus();
        Collector.Begin();
        prometheus.Begin();
        _engine = new StackEngine(_servers, StackEngine.ExportTo(_servers.Url("otel-collector", 4317)));
        Metrics = new PrometheusApi(_servers.Url("prometheus", 9090));
        await Collector.ReadyAsync(cancellationToken);
        await prometheus.ReadyAsync(cancellationToken);
        await _engine.StartAsync(cancellationToken);

        // An increase is seen of series that were there before.
        await Metrics.UntilAsync("up{job=\"otel-collector\"} == 1", samples => samples.Count == 1, cancellationToken);
    }
}
