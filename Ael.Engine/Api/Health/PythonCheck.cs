using Ael.Engine.Python;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.Engine.Api.Health;

/// <summary>Code steps run with the isolation that was asked for.</summary>
internal sealed class PythonCheck(ICodeRunner runner) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var status = runner.Status;
        return Task.FromResult(status.Warning is { } warning
            ? HealthCheckResult.Degraded($"isolation is '{status.Isolation}': {warning}")
            : HealthCheckResult.Healthy($"isolation is '{status.Isolation}'; {status.Ready} workers ready, {status.Busy} busy"));
    }
}
