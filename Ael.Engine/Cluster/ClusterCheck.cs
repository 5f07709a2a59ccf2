using Ael.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.Engine.Cluster;

/// <summary>Who takes part, as this node sees it.</summary>
internal sealed class ClusterCheck(ClusterMembers members) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var active = members.Known.Where(m => m.IsActive).Select(m => m.Id == members.Self ? $"{m.Id} (this one)" : m.Id).Order(StringComparer.Ordinal).ToList();
        return Task.FromResult(HealthCheckResult.Healthy($"nodes that take part: {active.Count}: {string.Join(", ", active)}"));
    }
}
