namespace Ael.Stack.Tests.Servers;

/// <summary>
/// The servers of the stack on loopback, each with the repository's own configuration. They are started one by one by the test; what is
/// not installed skips it.
/// </summary>
internal sealed class StackServers : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ael-stack-");
    private readonly List<ServerProcess> _all = [];

    /// <param name="speed">How many times faster than configured Prometheus scrapes and its rules are evaluated.</param>
    public StackServers(int speed = 1)
    {
        Network = StackNetwork.Claim();
        Files = new StackFiles(Network, _root.FullName, speed);
    }

    public StackNetwork Network { get; }

    public StackFiles Files { get; }

    public string Folder(string name) => Files.Folder(name);

    public Uri Url(string host, int port) => Network.Url(host, port);

    /// <summary>Adds a server; the caller starts it.</summary>
    public ServerProcess Add(string host, string program, IReadOnlyList<string> args, Uri ready)
    {
        var server = new ServerProcess(program, Folder(host), args, ready);
        _all.Add(server);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _all)
        {
            await server.DisposeAsync();
        }

        Network.Dispose();
        _root.Delete(recursive: true);
    }
}
