using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Ael.Engine.Tests.Support.Otlp;

/// <summary>
/// Kestrel without the web host around it. The host would make a span and metrics of every request, and an engine under test in the same
/// process, which listens to them by name, would export what its own exports cause, for ever.
/// </summary>
internal sealed class OtlpServer : IHttpApplication<IFeatureCollection>, IAsyncDisposable
{
    private readonly Func<HttpContext, Task> _handle;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly KestrelServer _server;

    public OtlpServer(Func<HttpContext, Task> handle)
    {
        _handle = handle;
        var options = new KestrelServerOptions { ApplicationServices = _services };
        options.Limits.MaxRequestBodySize = null;
        options.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2);
        options.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1);
        var logs = NullLoggerFactory.Instance;
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
    }

    /// <summary>HTTP/2 in clear text.</summary>
    public Uri Grpc => Address(0);

    /// <summary>HTTP/1.1.</summary>
    public Uri Http => Address(1);

    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(this, cancellationToken);

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => _handle(new DefaultHttpContext(context));

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async ValueTask DisposeAsync()
    {
        // Callers that wait have been let go before; who still hangs is cut off.
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        await _services.DisposeAsync();
    }

    private Uri Address(int index) => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ElementAt(index));
}
