using Ael.Engine.Workflows;

namespace Ael.Engine.Python;

internal static class PythonServices
{
    /// <summary>Code steps. Needs <c>EngineOptions</c> and <c>TimeProvider</c> in the container.</summary>
    public static IServiceCollection AddPython(this IServiceCollection services)
    {
        services.AddSingleton<CodeRunner>();
        services.AddSingleton<ICodeRunner>(s => s.GetRequiredService<CodeRunner>());
        services.AddSingleton<IWorkflowCheck, PythonCheck>();
        services.AddHostedService<PythonWarmUp>();
        return services;
    }
}
