using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Python;

/// <summary>
/// Makes a worker ready while the rest of the engine starts, and the others not before it has started: they would take the processors from it. Only
/// <c>python.isolation: required</c> is waited for: an engine that cannot have it does not start.
/// </summary>
internal sealed class PythonWarmUp(CodeRunner runner, EngineOptions options, ILogger<PythonWarmUp> logger, IHostApplicationLifetime? lifetime = null) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Python.Isolation == PythonIsolation.Required)
        {
            await WarmUpAsync(cancellationToken);
        }

        lifetime?.ApplicationStarted.Register(runner.Fill);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Hosts wait for the part before the first wait.
        await Task.Yield();
        if (options.Python.Isolation != PythonIsolation.Required)
        {
            await WarmUpAsync(stoppingToken);
        }
    }

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await runner.PrepareAsync(cancellationToken);
            logger.PythonReady(runner.Status.Isolation);
        }
        catch (AelException e) when (e.Error.Code != ErrorCode.ConfigInvalid)
        {
            // Workflows without code run all the same; the status and every code step say what is missing.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (runner.Status.Warning is { } warning)
        {
            logger.PythonLimited(warning);
        }
    }
}
