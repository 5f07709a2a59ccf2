using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.Engine.Api.Health;

internal static class HealthRegistration
{
    /// <summary>Checks with this tag decide whether requests should be sent here.</summary>
    public const string Ready = "ready";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddAelHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<StoreCheck>("store", HealthStatus.Unhealthy, [Ready], s_patience)
            .AddCheck<CapacityCheck>("capacity", HealthStatus.Unhealthy, [], s_patience)
            .AddCheck<WorkflowsCheck>("workflows", HealthStatus.Degraded, [], s_patience)
            .AddCheck<ServersCheck>("mcp_servers", HealthStatus.Degraded, [], s_patience)
            .AddCheck<PythonCheck>("python", HealthStatus.Degraded, [], s_patience);
        return services;
    }
}
