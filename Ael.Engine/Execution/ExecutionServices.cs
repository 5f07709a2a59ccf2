using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ael.Engine.Configuration;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Telemetry;

namespace Ael.Engine.Execution;

internal static class ExecutionServices
{
    /// <summary>The engine itself. Needs tools, Python, storage, workflows and configuration beside it.</summary>
    public static IServiceCollection AddExecution(this IServiceCollection services)
    {
        services.AddTelemetry().TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<LogContext>();
        services.TryAddSingleton(provider => new SafeText(provider.GetRequiredService<IRedactor>().Redact));
        services.AddSingleton<ExecutionMetrics>();
        services.TryAddSingleton<TraceHolds>();
        services.AddSingleton<ExecutionSpans>();
        services.AddSingleton<EngineInstance>();
        services.TryAddSingleton<EngineLimits>();
        services.AddSingleton<LiveExecutions>();
        services.AddSingleton<ExecutionFactory>();
        services.AddSingleton<LateEnds>();
        services.AddSingleton<ExecutionJournal>();
        services.AddSingleton<ExecutionRestorer>();
        services.AddSingleton<ExecutionRecovery>();
        services.AddSingleton<ToolInvoker>();
        services.AddSingleton<IStepExecutor, ToolStep>();
        services.AddSingleton<IStepExecutor, CodeStep>();
        services.AddSingleton<IStepExecutor, WorkflowStep>();
        services.AddSingleton<AttemptRunner>();
        services.AddSingleton<StepRunner>();
        services.AddSingleton<WorkflowRunner>();
        services.AddSingleton<WorkflowEngine>();
        services.AddSingleton<IWorkflowEngine>(s => s.GetRequiredService<WorkflowEngine>());
        services.AddHostedService<EngineGauges>();
        services.AddHostedService<EngineDrain>();
        return services;
    }

    /// <summary>For engines that serve: they take over what others left. After <see cref="AddExecution"/> and all that executions stand on.</summary>
    public static IServiceCollection AddRecovery(this IServiceCollection services) => services.AddHostedService<RecoveryService>();
}
