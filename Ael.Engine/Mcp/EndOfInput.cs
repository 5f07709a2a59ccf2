using ModelContextProtocol.Protocol;

namespace Ael.Engine.Mcp;

/// <summary>
/// Stops the host when the client has closed its end. The protocol library does so only after the last request has been answered, and an
/// endless execution, or a subscription, would outlive its client.
/// </summary>
internal sealed class EndOfInput(ITransport transport, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await transport.MessageReader.Completion.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.StopApplication();
    }
}
