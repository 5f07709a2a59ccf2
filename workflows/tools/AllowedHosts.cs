using System.Net;

namespace Ael.SampleTools;

/// <summary>This machine, and the hosts that were allowed by name.</summary>
internal sealed class AllowedHosts(IReadOnlyList<string> names)
{
    public bool Allows(Uri url) =>
        url.IsLoopback || names.Contains(url.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Addresses that the host's name may stand for: a loopback name that resolves elsewhere is not this machine.</summary>
    public bool Allows(string host, IPAddress address) =>
        IPAddress.IsLoopback(address) || names.Contains(host, StringComparer.OrdinalIgnoreCase);

    public override string ToString() => string.Join(", ", ["localhost", "127.0.0.1", .. names]);
}
