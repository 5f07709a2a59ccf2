using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>
/// The engine, Prometheus and Alertmanager: what can be shown with Debian's packages alone. Without a collector, Prometheus finds at its address
/// the engine's own metrics. Everything is 30 times faster than configured.
/// </summary>
public sealed class EngineWithPrometheus() : StackFixture(Speed)
{
    public const int Speed = 30;

    private Webhook? _webhook;

    internal Webhook Webhook => _webhook!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_webhook is not null)
        {
            await _webhook.DisposeAsync();
        }
    }

    private protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        var engine = Servers.Network.AddressOf("ael");
        var prometheus = Servers.AddPrometheus(text => text.Replace(
            $"{Servers.Network.AddressOf("otel-collector")}:8889", $"{engine}:9090", StringComparison.Ordinal));
        _webhook = await Webhook.StartAsync(cancellationToken);
        var alertmanager = Servers.AddAlertmanager(_webhook.Address);
        Engine = new StackEngine(Servers, new Dictionary<string, string>());
        alertmanager.Begin();
        // Prometheus comes last: a minute without an engine is two seconds here, and an alert of the start is none of a test's faults.
        await Engine.StartAsync(cancellationToken);
        prometheus.Begin();
        await prometheus.ReadyAsync(cancellationToken);
        await alertmanager.ReadyAsync(cancellationToken);
    }
}
