using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ael.Engine.Workflows;

internal static class WorkflowServices
{
    /// <summary>
    /// Reader, validator and catalogue; the catalogue is loaded before other hosted services start. Needs <c>EngineOptions</c>, and
    /// every <see cref="IWorkflowCheck"/> that others register.
    /// </summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WorkflowReader>();
        services.AddSingleton<WorkflowSetHolder>();
        services.AddSingleton<IWorkflowCheck, SubWorkflowCheck>();
        services.AddSingleton<IWorkflowValidator, WorkflowValidator>();
        services.AddSingleton<WorkflowCatalogue>();
        services.AddSingleton<IWorkflowCatalogue>(s => s.GetRequiredService<WorkflowCatalogue>());
        services.AddHostedService(s => s.GetRequiredService<WorkflowCatalogue>());
        return services;
    }
}
