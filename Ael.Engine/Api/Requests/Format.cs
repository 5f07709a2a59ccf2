namespace Ael.Engine.Api.Requests;

/// <summary>Which of two forms a caller wants: <c>?format=</c> decides, then Accept; JSON otherwise.</summary>
internal static class Format
{
    public static bool Wants(HttpRequest request, string format, IReadOnlyList<string> types)
    {
        if (request.Query.Text("format") is { } asked)
        {
            return asked == format;
        }

        var first = request.GetTypedHeaders().Accept.OrderByDescending(a => a.Quality ?? 1)
            .Select(a => a.MediaType.Value).FirstOrDefault();
        return types.Contains(first, StringComparer.OrdinalIgnoreCase);
    }
}
