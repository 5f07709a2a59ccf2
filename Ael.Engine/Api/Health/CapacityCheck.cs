using Ael.Engine.Execution;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.Engine.Api.Health;

/// <summary>Executions can still be admitted.</summary>
internal sealed class CapacityCheck(IWorkflowEngine engine) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var load = engine.Load;
        var reason = $"{load.Active} of {load.MaxConcurrent} running, {load.Queued} of {load.MaxQueued} waiting";
        var full = load.Active >= load.MaxConcurrent && load.Queued >= load.MaxQueued;
        return Task.FromResult(full ? HealthCheckResult.Degraded(reason + ": new executions are refused") : HealthCheckResult.Healthy(reason));
    }
}
