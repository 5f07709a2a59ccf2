using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Ael.SampleTools;

/// <param name="Location">Where a redirect points to; it is not followed.</param>
/// <param name="Body">The text, or null for a HEAD request or a body that is not text.</param>
internal sealed record FetchResult(
    string Url, int Status, bool Ok, string? ContentType, string? Location, string? Body, long Bytes, bool Truncated, double ElapsedMs);

[McpServerToolType]
internal sealed class HttpTools(AllowedHosts hosts, TimeProvider time) : IDisposable
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxSeconds = 60;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // A redirect, a proxy or a cookie would take the request to where the host's check did not look.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(hosts, context.DnsEndPoint, cancellationToken),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    [McpServerTool(Name = "http_fetch", Title = "Fetch a URL", ReadOnly = true, OpenWorld = true, UseStructuredContent = true)]
    [Description("GET or HEAD of an http(s) URL on this machine or an allowed host. Redirects are reported, not followed.")]
    public async Task<FetchResult> FetchAsync(
        [Description("Absolute URL.")] string url,
        [Description("GET or HEAD.")] string method = "GET",
        [Description("Seconds to wait for the whole answer, up to 60.")] int timeout = 10,
        [Description("Most bytes of the body to give back, up to 1 MiB.")] int max = 256 * 1024,
        [Description("Make an answer other than 2xx an error, so that a workflow can retry it.")] bool strict = false,
        CancellationToken cancellationToken = default)
    {
        var target = Check(url);
        var verb = method.ToUpperInvariant() switch
        {
            "GET" => HttpMethod.Get,
            "HEAD" => HttpMethod.Head,
            _ => throw new McpException($"method '{method}' is not allowed; GET and HEAD are"),
        };

        var seconds = Math.Clamp(timeout, 1, MaxSeconds);
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var started = time.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(verb, target);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var result = await ReadAsync(target, response, verb, Math.Clamp(max, 0, MaxBytes), started, limit.Token);
            return result.Ok || !strict ? result : throw new McpException($"{url} answered {result.Status} {response.ReasonPhrase}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new McpException($"{url} gave no whole answer within {seconds} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new McpException($"{url} could not be fetched: {e.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private Uri Check(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
        {
            throw new McpException($"'{url}' is not an absolute http or https URL");
        }

        return hosts.Allows(target) ? target : throw new McpException($"host '{target.Host}' is not allowed; allowed: {hosts} (add others with --allow-host)");
    }

    private async Task<FetchResult> ReadAsync(
        Uri url, HttpResponseMessage response, HttpMethod verb, int max, long started, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType;
        var buffer = new byte[max + 1];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var body = buffer.AsMemory(0, Math.Min(read, max));
        var text = verb == HttpMethod.Head || body.Span.Contains((byte)0) ? null : Encoding.UTF8.GetString(body.Span);
        return new(
            url.ToString(), (int)response.StatusCode, response.IsSuccessStatusCode, type?.MediaType, response.Headers.Location?.ToString(), text,
            body.Length, read > max, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1));
    }

    private static async ValueTask<Stream> ConnectAsync(AllowedHosts hosts, DnsEndPoint endpoint, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(endpoint.Host, cancellationToken);
        var allowed = addresses.Where(a => hosts.Allows(endpoint.Host, a)).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException($"'{endpoint.Host}' does not stand for an allowed address");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endpoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
