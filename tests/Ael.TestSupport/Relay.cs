using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ael.TestSupport;

/// <summary>Stands between a client and a server on loopback, and can be cut: then connections end, and new ones end at once, as with a server that has gone.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly Task _accepting;
    private volatile bool _cut;
    private int _losing;

    public Relay(int port)
    {
        _port = port;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public void Cut()
    {
        _cut = true;
        while (_open.TryTake(out var client))
        {
            client.Close();
        }
    }

    public void Mend() => _cut = false;

    /// <summary>The next thing that the server says is lost, and its connection with it: the client cannot know what the server did.</summary>
    public void LoseAnswer() => Volatile.Write(ref _losing, 1);

    /// <summary>Whether that has happened.</summary>
    public bool HasLostAnswer => Volatile.Read(ref _losing) == 0;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Cut();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = PassAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
                _open.Add(client);
                _open.Add(server);
                if (_cut)
                {
                    return;
                }

                var (near, far) = (client.GetStream(), server.GetStream());
                await Task.WhenAny(near.CopyToAsync(far, _stop.Token), AnswersAsync(far, near));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // One side has gone, and the other goes with it.
            }
        }
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read && Interlocked.Exchange(ref _losing, 0) == 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
