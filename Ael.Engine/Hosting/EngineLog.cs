using Ael.Engine.Configuration;
using Ael.Engine.Storage;
using Ael.Engine.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ael.Engine.Hosting;

internal enum LogTarget
{
    StandardOutput,

    /// <summary>For commands and MCP over stdio, whose standard output is their result.</summary>
    StandardError,

    /// <summary>For commands that say themselves all that matters.</summary>
    Nowhere,
}

/// <summary>The log and its outputs: lines on the console, the executions' own logs in the store, the engine's last lines in memory, and OTLP where that is configured.</summary>
internal static class EngineLog
{
    public static void AddLog<TBuilder>(this TBuilder builder, LoggingOptions options, LogTarget target)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LogContext>();
        services.TryAddSingleton(provider => new SafeText(provider.GetRequiredService<IRedactor>().Redact));
        services.AddSingleton<LogRecorder>();
        services.TryAddSingleton(new LogDestination(target == LogTarget.StandardOutput ? Console.OpenStandardOutput : Console.OpenStandardError));
        builder.Logging.ClearProviders();
        services.AddSingleton<ILogFormat>(IsJson(options.Format, target, Console.IsOutputRedirected) ? new JsonLogFormat() : new TextLogFormat());
        services.AddSingleton<DroppedLines>();
        services.AddHostedService(provider => provider.GetRequiredService<DroppedLines>());
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<LogOutput>(
            provider, (Action<long>)provider.GetRequiredService<DroppedLines>().Add));

        services.TryAddSingleton<RecentLog>();
        var filters = LogFilters.Of(options.Level, options.Components).ToList();
        if (target != LogTarget.Nowhere)
        {
            services.AddSingleton(provider => new LogSink(provider.GetRequiredService<LogOutput>().Write, filters)
            {
                TakesDetails = provider.GetRequiredService<ILogFormat>().ShowsDetails,
            });
        }

        services.AddSingleton(provider => new LogSink(provider.GetRequiredService<RecentLog>().Add, filters) { TakesDetails = false });
        // An execution's own log is whole from INFO on, however quiet the console is.
        services.AddSingleton(provider => new LogSink(
            new ExecutionLog(provider.GetRequiredService<IExecutionStore>).Keep, [.. filters.Select(f => (f.Prefix, KeptFrom(f.Prefix, f.Level)))])
        {
            TakesDetails = false,
        });
        services.AddSingleton<ILoggerProvider, SinkLoggerProvider>();

        // Filters decide alone: the sinks' own here, the framework's for whoever else listens.
        var logging = builder.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter<SinkLoggerProvider>(category: null, LogLevel.Trace);
        foreach (var (prefix, level) in filters)
        {
            logging.AddFilter(prefix, level);
        }
    }

    internal static bool IsJson(LogFormat format, LogTarget target, bool outputRedirected) => format switch
    {
        LogFormat.Json => true,
        LogFormat.Text => false,
        _ => target == LogTarget.StandardOutput && outputRedirected,
    };

    private static LogLevel KeptFrom(string? prefix, LogLevel level) =>
        level > LogLevel.Information && prefix is not null && LogComponents.Prefixes.Any(p => p.Prefix == prefix && p.Ours) ? LogLevel.Information : level;
}
