using System.Globalization;
using System.Threading.RateLimiting;
using Ael.Engine.Api.Problems;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Microsoft.AspNetCore.RateLimiting;

namespace Ael.Engine.Api.Security;

/// <summary>A bucket of tokens for each key, or for each address where the caller has none.</summary>
internal static class RateLimits
{
    public static void Configure(RateLimiterOptions limiter, EngineOptions options)
    {
        limiter.OnRejected = RefuseAsync;
        if (options.Security.RateLimit <= 0 && options.Cluster.RateLimit == 0)
        {
            return;
        }

        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string Caller, int Limit)>(http =>
        {
            // It changes with the number of nodes, where those share one.
            var limit = http.RequestServices.GetRequiredService<EngineLimits>().RateLimit;
            return limit <= 0 ? RateLimitPartition.GetNoLimiter(("", 0)) : RateLimitPartition.GetTokenBucketLimiter((Caller(http, options), limit), _ => Bucket(limit));
        });
    }

    /// <summary>A minute's tokens at once, refilled evenly: every second, or as often as there is one whole token to add.</summary>
    public static TokenBucketRateLimiterOptions Bucket(int perMinute)
    {
        var tokens = Math.Max(1, perMinute / 60);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * tokens / perMinute,
            QueueLimit = 0,
        };
    }

    // Bad keys count against the address: guessing is slowed down as well.
    private static string Caller(HttpContext http, EngineOptions options) =>
        options.Security.ApiKeys.Count > 0 && http.User.Identity is { IsAuthenticated: true, Name: { } name }
            ? "key " + name
            : "address " + http.Connection.RemoteIpAddress;

    private static async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var limits = context.HttpContext.RequestServices.GetRequiredService<EngineLimits>();
        var error = new AelError(ErrorCode.RateLimited, $"Too many requests: {limits.RateLimit} a minute are allowed here.")
        {
            Suggestion = $"Wait {seconds} s, or {limits.MoreRequests}.",
        };
        await context.HttpContext.RequestServices.GetRequiredService<ProblemWriter>()
            .WriteAsync(context.HttpContext, error, error.Code.HttpStatus, wait);
    }
}
