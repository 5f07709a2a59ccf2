using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Ael.Engine.Hosting;

/// <summary>Where a web server is to listen, and how its failure to do so looks.</summary>
internal static class ListenUrl
{
    /// <param name="host">IP address or <c>localhost</c>.</param>
    /// <param name="port">0: any free one.</param>
    public static string Of(string host, int port)
    {
        // The name stands for two addresses, on which the server refuses to look for one port that is free on both.
        var address = host == "localhost" && port == 0 ? IPAddress.Loopback.ToString() : host;
        return new UriBuilder(Uri.UriSchemeHttp, address, port).Uri.ToString();
    }

    /// <summary>True for a port that is taken or not allowed, and for an address that this machine does not have.</summary>
    public static bool IsRefusal(Exception failure) => failure is SocketException or IOException { InnerException: AddressInUseException or AggregateException };
}
