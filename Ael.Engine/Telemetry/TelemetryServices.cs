using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ael.Engine.Telemetry;

internal static class TelemetryServices
{
    /// <summary>The engine's instruments and spans; every part that uses them asks for them.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<AelTelemetry>();
        services.TryAddSingleton<RecentLog>();
        return services;
    }
}
