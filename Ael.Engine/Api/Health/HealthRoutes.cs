using Ael.Engine.Api.Security;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ael.Engine.Api.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can take work. <c>/health</c>: every check with its reason. Degraded is
/// 200, unhealthy 503.
/// </summary>
internal static class HealthRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", Short(_ => false)).OpenToProbes();
        routes.MapHealthChecks("/health/ready", Short(r => r.Tags.Contains(HealthRegistration.Ready))).OpenToProbes();
        routes.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync })
            .RequireAuthorization(Scopes.Read).WithMetadata(new DisableRateLimitingAttribute());
    }

    // Anyone may ask these two, so they give the status and no reasons. It is a word, and the first thing asked of an engine that starts: no serializer.
    private static HealthCheckOptions Short(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = (http, report) =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            return http.Response.WriteAsync($$"""{"status":"{{report.Status.ToString().ToLowerInvariant()}}"}""", http.RequestAborted);
        },
    };

    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(
        new HealthView(
            report.Status,
            report.TotalDuration.TotalMilliseconds,
            report.Entries.ToDictionary(e => e.Key, e => new CheckView(e.Value.Status, Reason(e.Value), e.Value.Duration.TotalMilliseconds))),
        http.RequestAborted);

    private static string? Reason(HealthReportEntry entry) =>
        entry.Exception is null ? entry.Description : "the check itself failed; see the engine's log";
}

internal sealed record HealthView(HealthStatus Status, double DurationMs, IReadOnlyDictionary<string, CheckView> Checks);

internal sealed record CheckView(HealthStatus Status, string? Reason, double DurationMs);
