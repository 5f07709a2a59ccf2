using System.Net;

namespace Ael.Engine.Tools;

/// <summary>
/// Follows a redirect only to the server it came from (a missing slash is the usual case). Elsewhere the configured headers, keys among them, would
/// go to whoever the server names, and requests from this machine to addresses that only it can reach.
/// </summary>
internal sealed class SameOriginRedirects(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int Most = 3;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        for (var hops = 0; hops < Most && Target(request, response) is { } target; hops++)
        {
            response.Dispose();
            request = await CopyAsync(request, target, cancellationToken);
            response = await base.SendAsync(request, cancellationToken);
        }

        return response;
    }

    // Those two alone repeat the request as it was.
    private static Uri? Target(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location)
        {
            return null;
        }

        var target = new Uri(request.RequestUri!, location);
        return Uri.Compare(target, request.RequestUri!, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0 ? target : null;
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request, Uri target, CancellationToken cancellationToken)
    {
        var copy = new HttpRequestMessage(request.Method, target) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var (name, values) in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        if (request.Content is { } content)
        {
            copy.Content = new ByteArrayContent(await content.ReadAsByteArrayAsync(cancellationToken));
            foreach (var (name, values) in content.Headers)
            {
                copy.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return copy;
    }
}
