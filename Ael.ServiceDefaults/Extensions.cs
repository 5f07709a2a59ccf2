using Ael.ServiceDefaults.Export;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ael.ServiceDefaults;

/// <summary>
/// The shape of Aspire's service defaults, with three differences:
/// <list type="bullet">
/// <item>No standard resilience handler on HttpClient. It repeats requests and bounds them at 30 s, and so would repeat the side effects of MCP
/// tool calls and cut their streams; retries belong to the steps of a workflow.</item>
/// <item>No <c>MapDefaultEndpoints</c>. The template maps health only in development; the engine maps its own, always, since a compose
/// health check needs them in production.</item>
/// <item>The exporters' settings come from the service, which may have a configuration file of its own; what cannot be exported is counted, and
/// said once (<see cref="OtlpExport"/>).</item>
/// </list>
/// </summary>
public static class Extensions
{
    /// <summary>Name of the check that only says that the process answers.</summary>
    public const string SelfCheck = "self";

    /// <summary>Tag of the checks that decide about liveness.</summary>
    public const string LiveTag = "live";

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, Action<TelemetryDefaults>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var defaults = new TelemetryDefaults();
        configure?.Invoke(defaults);

        builder.ConfigureOpenTelemetry(defaults);
        builder.Services.AddHealthChecks().AddCheck(SelfCheck, () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        return builder;
    }

    private static void ConfigureOpenTelemetry<TBuilder>(this TBuilder builder, TelemetryDefaults defaults)
        where TBuilder : IHostApplicationBuilder
    {
        // Once, not in the callback below, which each signal calls for itself.
        var instance = Guid.NewGuid().ToString();
        string[] names = [builder.Environment.ApplicationName, .. defaults.Names];

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        SafeLogs.Guard(builder.Services, defaults.LogsByHand);

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(
                    defaults.ServiceName ?? builder.Environment.ApplicationName,
                    serviceVersion: defaults.ServiceVersion,
                    autoGenerateServiceInstanceId: false,
                    serviceInstanceId: instance)
                // Again, after ours: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
                .AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing
                .AddSource(names)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsWorthATrace)
                .AddHttpClientInstrumentation());
        if (defaults.Metrics)
        {
            telemetry.WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(names));
        }

        builder.Services.AddOtlpExport(defaults, new OtlpTargets(defaults.Otlp, name => builder.Configuration[name]));
    }

    // Probes and scrapes come every few seconds, and nobody looks for them.
    private static bool IsWorthATrace(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal);
}
