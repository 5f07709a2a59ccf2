using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ael.ServiceDefaults.Export;

public static class TelemetryShutdown
{
    /// <summary>Delivers what is left, and takes nothing more.</summary>
    /// <param name="services">Of the host.</param>
    /// <param name="bound">Of all signals together: shutting down blocks, each signal on its own exporter, and side by side they share it.</param>
    public static Task ShutdownTelemetryAsync(this IServiceProvider services, TimeSpan bound)
    {
        var milliseconds = (int)bound.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => services.GetService<TracerProvider>()?.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => services.GetService<MeterProvider>()?.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => services.GetService<LoggerProvider>()?.Shutdown(milliseconds), CancellationToken.None));
    }
}
