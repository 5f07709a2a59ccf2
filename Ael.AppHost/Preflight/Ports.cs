using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ael.AppHost.Preflight;

/// <summary>Ports on this machine: fixed, so that bookmarks and agents keep working, and looked at before anything starts.</summary>
internal static class Ports
{
    /// <summary>The port to use. When it cannot be, its resource is refused.</summary>
    /// <param name="builder">Of the topology.</param>
    /// <param name="resource">Whose port it is.</param>
    /// <param name="key">Its name under <c>Ports</c>.</param>
    /// <param name="standard">Unless another one is configured.</param>
    public static int Of(IDistributedApplicationBuilder builder, string resource, string key, int standard)
    {
        var report = PreflightReport.Of(builder);
        var port = standard;
        if (RunOptions.Port(builder, key) is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > 65535))
        {
            report.Refuse(resource, $"Ports:{key} is '{text}'.", $"A port is a number from 1 to 65535, as in --Ports:{key}={standard}.");
            return standard;
        }

        if (report.Probes && !report.IsRefused(resource) && !IsFree(port))
        {
            report.Refuse(resource, $"port {port} of this machine is taken by another program.", $"Stop that program, or choose another port with --Ports:{key}=<port>.");
        }

        return port;
    }

    /// <summary>Whether it can be listened on, on loopback of either family.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = OperatingSystem.IsWindows() };
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return true;
        }
        catch (SocketException e)
        {
            // A machine without this family's loopback takes nothing away from the other's.
            return e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
