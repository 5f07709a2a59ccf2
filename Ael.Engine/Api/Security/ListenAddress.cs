using Ael.Engine.Configuration;
using Ael.Engine.Errors;

namespace Ael.Engine.Api.Security;

/// <summary>Keeps an engine from being open to a network by oversight.</summary>
internal static class ListenAddress
{
    /// <exception cref="AelException">CONFIG_INVALID: others can reach the address, and no key is asked for.</exception>
    public static void Check(EngineOptions options)
    {
        if (!Loopback.Is(options.Server.Host) && options.Security is { ApiKeys.Count: 0, AllowAnonymous: false })
        {
            throw new AelException(
                ErrorCode.ConfigInvalid,
                $"server.host is '{options.Server.Host}', which others can reach, and security.api_keys is empty.",
                suggestion: "Add a key under `security.api_keys`, set `server.host: 127.0.0.1`, or accept it with `security.allow_anonymous: true`.");
        }
    }
}
