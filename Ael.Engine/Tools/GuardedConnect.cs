using System.Net;
using System.Net.Sockets;

namespace Ael.Engine.Tools;

/// <summary>
/// Connects to a configured server, and never to a link-local address that a name resolves to: there a cloud's metadata service gives its keys to
/// whoever asks. An address that the configuration itself spells out is its author's decision.
/// </summary>
internal static class GuardedConnect
{
    private static readonly IPAddress s_metadata = IPAddress.Parse("fd00:ec2::254");

    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, CancellationToken cancellationToken)
    {
        var literal = IPAddress.TryParse(endpoint.Host, out var address);
        var addresses = literal ? [address!] : await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken);
        var allowed = literal ? addresses : Array.FindAll(addresses, a => !IsForbidden(a));
        if (allowed.Length == 0)
        {
            throw new IOException($"'{endpoint.Host}' resolves to {string.Join(", ", addresses.Select(a => a.ToString()))}, where no MCP server can be");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endpoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Link-local, multicast and unspecified addresses, however they are written.</summary>
    public static bool IsForbidden(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return plain.IsIPv6LinkLocal || plain.IsIPv6Multicast || plain.Equals(IPAddress.IPv6Any) || plain.Equals(s_metadata);
        }

        var bytes = plain.GetAddressBytes();
        return (bytes[0] == 169 && bytes[1] == 254) || bytes[0] is 0 or >= 224;
    }
}
