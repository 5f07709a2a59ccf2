using System.Net;

namespace Ael.Engine.Api.Security;

/// <summary>Names and addresses that only this machine can be reached by.</summary>
internal static class Loopback
{
    public static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
