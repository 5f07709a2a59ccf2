using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace Ael.ServiceDefaults.Export;

/// <summary>
/// OpenTelemetry's log provider formats lines where they are logged, and lets what that throws reach who logs: a value whose ToString fails
/// would fail the work that it is about. Behind this one it does not.
/// </summary>
/// <param name="inner">The provider.</param>
[ProviderAlias("OpenTelemetry")]
internal sealed class SafeLogs(ILoggerProvider inner) : ILoggerProvider, ISupportExternalScope
{
    /// <summary>Puts it in front of the provider that <c>AddOpenTelemetry</c> has registered.</summary>
    /// <param name="services">Where that is.</param>
    /// <param name="byHand">Only <see cref="OtlpLogs"/> reaches it from then on, and no longer whatever is logged.</param>
    public static void Guard(IServiceCollection services, bool byHand)
    {
        var provider = services.Single(s => s.ServiceType == typeof(ILoggerProvider) && Type(s) == typeof(OpenTelemetryLoggerProvider));
        services.Remove(provider);
        SafeLogs Make(IServiceProvider s) => new((ILoggerProvider)(provider.ImplementationFactory is { } make
            ? make(s)
            : ActivatorUtilities.CreateInstance(s, provider.ImplementationType!)));
        if (byHand)
        {
            services.AddSingleton(s => new OtlpLogs(Make(s), s.GetService<OtlpTargets>()?.Of(TelemetrySignal.Logs) is not null));
        }
        else
        {
            services.AddSingleton<ILoggerProvider>(Make);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(inner.CreateLogger(categoryName), categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    public void Dispose() => inner.Dispose();

    private static Type? Type(ServiceDescriptor service) => service.ImplementationType ?? service.ImplementationFactory?.Method.ReturnType;

    private sealed class Logger(ILogger inner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
            catch (Exception e)
            {
                // A text of ours, so that this cannot fail for the same reason. It is known where to look.
                inner.Log(logLevel, eventId, (category, e), null, static (s, _) => $"a log line of {s.category} could not be written: {s.e.GetType().Name}");
            }
        }
    }
}
