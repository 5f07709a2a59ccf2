using System.Net;
using System.Net.Sockets;

namespace Ael.TestSupport;

internal static class FreePort
{
    /// <summary>A free one below those that systems hand out by themselves, so that nobody gets it in the meantime by chance.</summary>
    public static int Find()
    {
        for (var i = 0; i < 1000; i++)
        {
            var port = Random.Shared.Next(15000, 30000);
            if (IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port)))
            {
                return port;
            }
        }

        throw new InvalidOperationException("no free port below 30000");
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            // A machine without this family's loopback takes nothing away from the other's.
            return e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
