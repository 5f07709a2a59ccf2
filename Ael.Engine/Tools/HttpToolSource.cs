using Ael.Engine.Configuration;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ael.Engine.Tools;

/// <summary>A server at a URL: Streamable HTTP, with the older HTTP+SSE as fallback.</summary>
internal sealed class HttpToolSource : IToolSource
{
    private readonly HttpClient _http;
    private readonly HttpClientTransportOptions _options;

    public HttpToolSource(string name, Uri url, McpServerOptions server, int maxMessage)
    {
        Name = name;
        Enabled = server.Enabled;
        _options = new HttpClientTransportOptions
        {
            Name = name,
            Endpoint = url,
            TransportMode = HttpTransportMode.AutoDetect,
            AdditionalHeaders = server.Headers.ToDictionary(),
            // A broken response stream is resumed where the server can do that. The SDK tries five times a second apart; a call to a
            // server that has died would take that long to fail.
            MaxReconnectionAttempts = 2,
            DefaultReconnectionInterval = TimeSpan.FromMilliseconds(500),
        };

        // Not from IHttpClientFactory: its default resilience handler would repeat tool calls and cut those that run for minutes.
        // Step timeouts bound a call; a proxy of the environment has no business between us and a loopback server.
        _http = new HttpClient(new MessageLimitHandler(new SameOriginRedirects(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = static (context, token) => GuardedConnect.ConnectAsync(context.DnsEndPoint, token),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
            UseProxy = !url.IsLoopback,
        }), maxMessage))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public string Name { get; }

    public string Transport => "http";

    public bool Enabled { get; }

    /// <summary>Nothing is heard from an HTTP server that has gone, so it is asked.</summary>
    public TimeSpan? ProbeInterval => TimeSpan.FromSeconds(30);

    public Task<ITransport> OpenAsync(CancellationToken cancellationToken) =>
        new HttpClientTransport(_options, _http, loggerFactory: null, ownsHttpClient: false).ConnectAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
