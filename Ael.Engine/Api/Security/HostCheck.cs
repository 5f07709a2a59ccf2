using System.Net;
using Ael.Engine.Api.Problems;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Microsoft.Extensions.Primitives;

namespace Ael.Engine.Api.Security;

/// <summary>
/// Refuses requests whose Host is not one of ours. A page can point its own name at this machine (DNS rebinding) and then be
/// "same origin" with us; it cannot do so with a name it does not own, nor with a bare address.
/// </summary>
internal sealed class HostCheck
{
    private readonly IList<StringSegment> _allowed;
    private readonly bool _beyondLoopback;

    public HostCheck(EngineOptions options)
    {
        _allowed = [.. options.Security.AllowedHosts.Select(h => new StringSegment(h))];
        _beyondLoopback = !Loopback.Is(options.Server.Host);
        if (_beyondLoopback && options.Server.Host is not ("*" or "+") && !IPAddress.TryParse(options.Server.Host, out _))
        {
            _allowed.Add(options.Server.Host);
        }
    }

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!Allows(http))
        {
            throw new AelException(
                ErrorCode.Forbidden,
                $"The host '{http.Request.Host}' is not one that this server answers for.",
                suggestion: "Use the address that the server printed at start, or add the name to `security.allowed_hosts`.");
        }

        await next(http);
    }

    private bool Allows(HttpContext http)
    {
        var host = http.Request.Host;
        return Loopback.Is(host.Host)
            || (_beyondLoopback && IPAddress.TryParse(host.Host.Trim('[', ']'), out _))
            || (_allowed.Count > 0 && HostString.MatchesAny(host.Value ?? "", _allowed))
            || http.GetEndpoint()?.Metadata.GetMetadata<OpenToProbes>() is not null;
    }
}
