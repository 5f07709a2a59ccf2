using Ael.Engine.Api.Health;
using Ael.Engine.Api.Live;
using Ael.Engine.Api.OpenApi;
using Ael.Engine.Api.Problems;
using Ael.Engine.Api.Requests;
using Ael.Engine.Api.Security;
using Ael.Engine.Api.Statistics;
using Ael.Engine.Api.Telemetry;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Api;

/// <summary>The REST door: its services and its routes.</summary>
internal static class ApiRegistration
{
    /// <summary>Services of the API, of its health checks, and of the security that guards every door on HTTP.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ProblemWriter>().AddExceptionHandler<ApiExceptionHandler>();
        services.AddSingleton<ExecutionAnswer>().AddSingleton<EventStream>().AddSingleton<WorkflowViews>().AddSingleton<ServerInfo>();
        services.AddTelemetry().AddSingleton<ChangeFeed>().AddSingleton<GaugeHistory>().AddHostedService(s => s.GetRequiredService<GaugeHistory>());
        services.ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions));
        return services.AddAelSecurity().AddAelHealth().AddAelOpenApi();
    }

    /// <summary><c>/api/v1</c>, <c>/health</c> and <c>/openapi/v1.json</c>.</summary>
    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        // Made now, since it knows when the engine started.
        _ = routes.ServiceProvider.GetRequiredService<ServerInfo>();
        var api = routes.MapGroup("/api/v1").RequireAuthorization(Scopes.Read).AddEndpointFilter(QueryFilter.CheckAsync);
        WorkflowRoutes.Map(api.MapGroup("/workflows").WithTags("workflows"));
        ExecutionRoutes.Map(api.MapGroup("/executions").WithTags("executions"));
        ToolRoutes.Map(api.MapGroup("/tools").WithTags("tools"));
        ServerRoutes.Map(api.MapGroup("").WithTags("server"));
        StatisticsRoutes.Map(api.MapGroup("/statistics").WithTags("statistics"));
        LogRoutes.Map(api.MapGroup("").WithTags("telemetry"));
        TelemetryRoutes.Map(api.MapGroup("").WithTags("telemetry"));
        LiveRoutes.Map(api.MapGroup("").WithTags("server"));
        HealthRoutes.Map(routes);
        routes.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Scopes.Read);
        return routes;
    }
}
