using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using OpenTelemetry.Metrics;

namespace Ael.Engine.Hosting;

/// <summary>
/// <c>/metrics</c> on its own port (DOC-058: separate from MCP), with its own listener: it works in stdio mode too, and a port that
/// is taken costs the endpoint, not the engine. It is put together beside the rest of the start.
/// </summary>
internal sealed partial class MetricsServer(EngineOptions options, MeterProvider meters, AelTelemetry telemetry, ILogger<MetricsServer> logger) : IHostedLifecycleService
{
    private WebApplication? _app;
    private Task _listening = Task.CompletedTask;

    /// <summary>Where it listens; null when it does not.</summary>
    public Uri? Address { get; private set; }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Nothing in it waits before it listens.
        _listening = Task.Run(() => ListenAsync(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => _listening;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Of a start that failed meanwhile.
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(cancellationToken);
            await app.DisposeAsync();
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var metrics = options.Telemetry.Metrics;
        var builder = EngineHosts.NewWebBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(ListenUrl.Of(options.Server.Host, metrics.Port));
        var app = builder.Build();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(meters, null, metrics.Endpoint, null, null);
        try
        {
            await app.StartAsync(cancellationToken);
            _app = app;
            Address = new Uri(new Uri(app.Urls.First()), metrics.Endpoint);
            LogListening(logger, Address);
        }
        catch (Exception e) when (ListenUrl.IsRefusal(e))
        {
            await app.DisposeAsync();
            telemetry.Errors.Count(new AelError(ErrorCode.ConfigInvalid, e.Message), Components.Config);
            LogPortTaken(logger, metrics.Port, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Metrics for Prometheus at {Address}")]
    private static partial void LogListening(ILogger logger, Uri address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No /metrics: port {Port} cannot be used ({Reason}). Free it, or set telemetry.metrics.port (AEL__TELEMETRY__METRICS__PORT) to another one.")]
    private static partial void LogPortTaken(ILogger logger, int port, string reason);
}

internal static class MetricsServerServices
{
    public static IServiceCollection AddMetricsServer(this IServiceCollection services, EngineOptions options)
    {
        if (!options.Telemetry.Enabled || !options.Telemetry.Metrics.Enabled)
        {
            return services;
        }

        services.ConfigureOpenTelemetryMeterProvider(meters => meters.AddPrometheusExporter(exporter =>
        {
            // Labels are those of DOC-058 and no other.
            exporter.ScopeInfoEnabled = false;

            // Two Prometheus servers, or one and a curious person, see what is now.
            exporter.ScrapeResponseCacheDurationMilliseconds = 0;
        }));
        services.AddSingleton<MetricsServer>();
        return services.AddHostedService(s => s.GetRequiredService<MetricsServer>());
    }
}
