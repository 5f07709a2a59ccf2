using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ael.Engine.Tools;

internal static class ToolServices
{
    /// <summary>The MCP clients. Needs <c>EngineOptions</c>; every registered <see cref="IToolSource"/> is connected beside the configured servers.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.AddTelemetry().TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ToolClient>();
        services.AddSingleton<IToolClient>(p => new CountedToolClient(
            p.GetRequiredService<ToolClient>(), p.GetRequiredService<AelTelemetry>(), p.GetRequiredService<TimeProvider>()));
        services.AddHostedService(p => p.GetRequiredService<ToolClient>());
        services.AddSingleton<IWorkflowCheck, ToolCheck>();
        return services;
    }
}
