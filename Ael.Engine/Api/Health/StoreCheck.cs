using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.Engine.Api.Health;

/// <summary>The execution store can be read and written. Without it nothing can be started.</summary>
internal sealed class StoreCheck(IExecutionStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            await store.CheckAsync(cancellationToken);
            return store.Warning is { } warning ? HealthCheckResult.Degraded(warning) : HealthCheckResult.Healthy("can be read and written");
        }
        catch (AelException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message);
        }
    }
}
