using Microsoft.Extensions.Hosting;

namespace Ael.Engine.Execution;

/// <summary>
/// Drains the engine as soon as a stop is asked for. Not in StopAsync: the web server stops before it and would wait for the
/// very requests whose executions only this ends.
/// </summary>
internal sealed class EngineDrain(WorkflowEngine engine, IHostApplicationLifetime lifetime) : IHostedService
{
    private Task _drained = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _drained = engine.DrainAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _drained.WaitAsync(cancellationToken);
}
