using Ael.Engine.Workflows;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.Engine.Api.Health;

/// <summary>Every workflow file is in use as it is now.</summary>
internal sealed class WorkflowsCheck(IWorkflowCatalogue catalogue) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var entries = catalogue.Entries;
        var broken = entries.Where(e => !e.Valid).Select(e => e.Name).ToList();
        return Task.FromResult(broken.Count == 0
            ? HealthCheckResult.Healthy($"{entries.Count} loaded")
            : HealthCheckResult.Degraded($"{broken.Count} of {entries.Count} have errors: {string.Join(", ", broken)}; see GET /api/v1/workflows"));
    }
}
