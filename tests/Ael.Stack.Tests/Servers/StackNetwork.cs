using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Ael.Stack.Tests.Servers;

/// <summary>
/// An address of 127.0.0.0/8 for each resource, so that a stack keeps the ports of its configuration, and several stacks run side by side.
/// Held against other test processes until it is disposed.
/// </summary>
internal sealed partial class StackNetwork : IDisposable
{
    private static readonly string[] s_hosts = ["otel-collector", "prometheus", "loki", "tempo", "grafana", "alertmanager", "ael"];

    private const int ClaimPort = 17077;
    private const int Blocks = 250;

    private readonly Socket _claim;

    private StackNetwork(Socket claim, int block) => (_claim, Block) = (claim, block);

    /// <summary>No other stack has this number now.</summary>
    public int Block { get; }

    public static StackNetwork Claim()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "addresses such as 127.77.1.2 need no setting up on Linux alone");
        // Anywhere at first: what a killed run has left running is not met again and again.
        foreach (var block in Enumerable.Range(Random.Shared.Next(Blocks), Blocks).Select(at => 1 + (at % Blocks)))
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                // .NET lets several sockets bind one port as long as none listens.
                socket.Bind(new IPEndPoint(IPAddress.Parse($"127.77.{block}.1"), ClaimPort));
                socket.Listen();
                return new StackNetwork(socket, block);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        throw new InvalidOperationException("all of 127.77.0.0/16 is taken");
    }

    public string AddressOf(string host) => $"127.77.{Block}." + (Array.IndexOf(s_hosts, host) is var at and >= 0
        ? at + 2
        : throw new ArgumentException($"{host} is no host of the stack: {string.Join(", ", s_hosts)}", nameof(host)));

    public Uri Url(string host, int port) => new($"http://{AddressOf(host)}:{port}");

    /// <summary>Puts addresses in the place of <c>host:port</c>, and the host's own in the place of 0.0.0.0.</summary>
    public string Rewrite(string text, string self) =>
        HostAndPort().Replace(text, found => $"{AddressOf(found.Groups[1].Value)}:{found.Groups[2].Value}").Replace("0.0.0.0", AddressOf(self), StringComparison.Ordinal);

    public void Dispose() => _claim.Dispose();

    [GeneratedRegex(@"(?<![\w.-])(otel-collector|prometheus|loki|tempo|grafana|alertmanager|ael):(\d+)")]
    private static partial Regex HostAndPort();
}
