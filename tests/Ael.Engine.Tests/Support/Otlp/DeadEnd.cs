using System.Net;
using System.Net.Sockets;

namespace Ael.Engine.Tests.Support.Otlp;

/// <summary>An address behind which no server is, kept from others as long as this lives.</summary>
internal sealed class DeadEnd : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private DeadEnd() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public Uri Endpoint => new($"http://{_socket.LocalEndPoint}");

    /// <summary>Every connection is refused: the port is bound, and nobody listens.</summary>
    public static DeadEnd Refusing() => new();

    /// <summary>Nobody accepts: the system completes a connection or two, and then callers wait for it.</summary>
    public static DeadEnd NeverAccepting()
    {
        var end = new DeadEnd();
        end._socket.Listen(1);
        return end;
    }

    public void Dispose() => _socket.Dispose();
}
