using System.Net;
using System.Net.Sockets;

namespace Ael.Benchmarks.Load;

/// <summary>A web server in a process of its own: this program in another role. It says its address in its first line, and ends with its input.</summary>
internal sealed class WebProcess : IDisposable
{
    private readonly ChildProcess _process;

    private WebProcess(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<WebProcess> StartAsync(params string[] arguments)
    {
        var process = ChildProcess.Start(arguments);
        return new WebProcess(process, new Uri(await process.ReadLineAsync()));
    }

    /// <summary>Serves until its input ends.</summary>
    public static async Task<int> ServeAsync(WebApplication app)
    {
        await using (app)
        {
            await app.StartAsync();
            Console.WriteLine(app.Urls.First());
            while (await Console.In.ReadLineAsync() is not null)
            {
            }

            await app.StopAsync();
        }

        return 0;
    }

    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    public void Dispose() => _process.Dispose();
}
