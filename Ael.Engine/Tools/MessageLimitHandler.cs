using System.Net.Http.Headers;

namespace Ael.Engine.Tools;

/// <summary>Puts <see cref="MessageLimitStream"/> between an HTTP server's answers and whoever reads them.</summary>
internal sealed class MessageLimitHandler(HttpMessageHandler inner, int limit) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var whole = response.Content;
        var end = whole.Headers.ContentType?.MediaType == "text/event-stream" ? MessageEnd.EmptyLine : MessageEnd.Stream;
        response.Content = new StreamContent(new MessageLimitStream(await whole.ReadAsStreamAsync(cancellationToken), limit, end));
        Copy(whole.Headers, response.Content.Headers);
        return response;
    }

    private static void Copy(HttpContentHeaders from, HttpContentHeaders to)
    {
        foreach (var (name, values) in from)
        {
            to.TryAddWithoutValidation(name, values);
        }
    }
}
