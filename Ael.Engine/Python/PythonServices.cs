using Ael.Engine.Configuration;
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

    /// <summary>
    /// A runner for the container that looks for Python at once, beside what puts the rest of the engine together: workflows with code need a worker
    /// when they are loaded, and to find an interpreter and start it takes as long as all that.
    /// </summary>
    public static CodeRunner Begin(EngineOptions options)
    {
        var runner = new CodeRunner(options, TimeProvider.System);
        // Starting a process blocks its thread. Why there is no Python is told to whoever asks for it again.
        _ = Task.Run(() => runner.PrepareAsync(CancellationToken.None)).ContinueWith(t => t.Exception, TaskScheduler.Default);
        return runner;
    }
}
