using System.Runtime.CompilerServices;
using Ael.Engine.Cluster;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;

namespace Ael.Engine.Hosting;

/// <summary>What every form of the engine is made of; a new part is one line here.</summary>
internal static class EngineServices
{
    public static TBuilder AddEngine<TBuilder>(this TBuilder builder, EngineOptions options, LogTarget log)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddLog(options.Logging, log);
        builder.AddTelemetry(options.Telemetry, options.Logging);
        builder.Services.Configure<HostOptions>(host =>
        {
            // Draining first, then a moment for everything to close: Ctrl-C ends within 5 s by default.
            host.ShutdownTimeout = options.Execution.ShutdownGrace + TimeSpan.FromSeconds(1.5);
        });
        builder.Services
            .AddConfiguration(options)
            .AddStorage()
            .AddPython()
            .AddTools()
            .AddWorkflows()
            .AddExecution();
        return builder;
    }

    /// <summary>For engines that serve: alone, or as a node of a cluster.</summary>
    public static void AddBackend<TBuilder>(this TBuilder builder, EngineOptions options)
        where TBuilder : IHostApplicationBuilder
    {
        if (options.Execution.Backend == ExecutionBackend.Cluster)
        {
            AddNode(builder, options);
        }
        else
        {
            builder.Services.AddRecovery();
        }
    }

    // A method of its own, and never merged into its caller: what it names is loaded only when it runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddNode<TBuilder>(TBuilder builder, EngineOptions options)
        where TBuilder : IHostApplicationBuilder => builder.AddCluster(options);
}
