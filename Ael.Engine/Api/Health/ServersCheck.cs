using Ael.Engine.Tools;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.Engine.Api.Health;

/// <summary>Every enabled MCP server is up. The engine works without them, for workflows that do not need them.</summary>
internal sealed class ServersCheck(IToolClient client) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var servers = client.Servers.Where(s => s.State != ServerState.Disabled).ToList();
        var missing = servers.Where(s => s.State != ServerState.Up)
            .Select(s => s.State == ServerState.Connecting ? $"{s.Name} is connecting" : $"{s.Name} is down ({s.Error?.Message ?? "no reason known"})")
            .ToList();
        return Task.FromResult(missing.Count == 0
            ? HealthCheckResult.Healthy($"{servers.Count} up")
            : HealthCheckResult.Degraded($"{servers.Count - missing.Count} of {servers.Count} up: {string.Join("; ", missing)}"));
    }
}
