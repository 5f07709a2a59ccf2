using Microsoft.AspNetCore.RateLimiting;

namespace Ael.Engine.Api.Security;

/// <summary>
/// Marks an endpoint that orchestrators and scrapers ask by whatever name they know, without a key and at any rate: liveness, readiness,
/// metrics. It must show nothing that a caller without a key may not see.
/// </summary>
internal sealed class OpenToProbes;

internal static class OpenToProbesExtensions
{
    public static TBuilder OpenToProbes<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AllowAnonymous().WithMetadata(new OpenToProbes(), new DisableRateLimitingAttribute());
}
