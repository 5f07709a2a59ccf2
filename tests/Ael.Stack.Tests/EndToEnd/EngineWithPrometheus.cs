using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>
/// The engine, Prometheus and Alertmanager: what can be shown with Debian's packages alone. Without a collector, Prometheus finds at its address
/// the engine's own metrics. Everything is 30 times faster than configured.
/// </summary>
public sealed class EngineWithPrometheus : IAsyncDisposable
{
    public const int Speed = 30;

    private readonly StackServers _servers = new(Speed);
    private Webhook? _webhook;
    private StackEngine? _engine;
    private PrometheusApi? _prometheus;
    private Task? _started;

    internal StackEngine Engine => _engine!;

    internal PrometheusApi Prometheus => _prometheus!;

    internal Webhook Webhook => _webhook!;

    /// <summary>Starts everything at the first call; skips the test that lacks a program.</summary>
    internal Task StartedAsync(CancellationToken cancellationToken) => _started ??= StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await _servers.DisposeAsync();
        _prometheus?.Dispose();
        if (_webhook is not null)
        {
            await _webhook.DisposeAsync();
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Programs.Require("python3");
        var engine = _servers.Network.AddressOf("ael");
        var prometheus = _servers.AddPrometheus(text => text.Replace(
            $"{_servers.Network.AddressOf("otel-collector")}:8889", $"{engine}:9090", StringComparison.Ordinal));
        _webhook = await Webhook.StartAsync(cancellationToken);
        var alertmanager = _servers.AddAlertmanager(_webhook.Address);
        _engine = new StackEngine(_servers, new Dictionary<string, string>());
        _prometheus = new PrometheusApi(_servers.Url("prometheus", 9090));
        alertmanager.Begin();
        // Prometheus comes last: a minute without an engine is two seconds here, and an alert of the start is none of a test's faults.
        await _engine.StartAsync(cancellationToken);
        prometheus.Begin();
        await prometheus.ReadyAsync(cancellationToken);
        await alertmanager.ReadyAsync(cancellationToken);
    }
}
