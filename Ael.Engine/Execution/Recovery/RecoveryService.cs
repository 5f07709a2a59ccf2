using Microsoft.Extensions.Hosting;

namespace Ael.Engine.Execution.Recovery;

/// <summary>Recovers before the front doors open: from the first request on, what goes on can be watched and cancelled.</summary>
internal sealed class RecoveryService(ExecutionRecovery recovery) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => recovery.RunAsync(cancellationToken);

    // The engine drains what goes on with all the rest.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
