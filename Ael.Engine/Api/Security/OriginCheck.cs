using Ael.Engine.Api.Problems;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Api.Security;

/// <summary>
/// Refuses browsers' requests from pages that are not ours. Requests without Origin do not come from a foreign page's script (or change
/// nothing), so they pass. Runs after <see cref="HostCheck"/>: Host can be trusted to be ours.
/// </summary>
internal sealed class OriginCheck(EngineOptions options)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !IsOwn(origin, http.Request.Host) && !options.Security.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            throw new AelException(
                ErrorCode.Forbidden,
                $"Pages from the origin '{origin}' may not call this server.",
                suggestion: "Add the origin to `security.allowed_origins` if the page is yours.");
        }

        await next(http);
    }

    // The scheme is not compared: behind a proxy that ends TLS, the page is https and this request is not.
    private static bool IsOwn(string origin, HostString host)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
        {
            return false;
        }

        // localhost and 127.0.0.1 are the same server as long as the port is.
        return page.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase)
            || (Loopback.Is(page.Host) && Loopback.Is(host.Host) && page.Port == (host.Port ?? page.Port));
    }
}
