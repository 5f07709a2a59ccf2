using Ael.Engine.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Ael.Engine.Api.Problems;

/// <summary>Fills answers that routing leaves empty: no such path, wrong method, wrong content type.</summary>
internal static class EmptyAnswers
{
    public static Task FillAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var request = http.Request;
        var error = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ApiException.Parameter(
                $"There is nothing at {request.Method} {request.Path}.", NearestRoute(http), StatusCodes.Status404NotFound),
            StatusCodes.Status405MethodNotAllowed => ApiException.Parameter(
                $"{request.Method} is not possible at {request.Path}.",
                $"Use one of: {http.Response.Headers.Allow}.",
                StatusCodes.Status405MethodNotAllowed),
            StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType(request),
            var status => ApiException.Parameter($"The request was refused with status {status}.", "See the routes at /openapi/v1.json.", status),
        };
        return http.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(http, error);
    }

    public static ApiException UnsupportedMediaType(HttpRequest request) => ApiException.Parameter(
        $"A body of content type '{request.ContentType}' is not read here.",
        "Send JSON as `Content-Type: application/json` (UTF-8); a workflow's YAML as `application/yaml`.",
        StatusCodes.Status415UnsupportedMediaType,
        "headers.Content-Type");

    // The known routes with the request's own words where they have parameters, so that only the mistyped word differs.
    private static string NearestRoute(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        var words = path.Trim('/').Split('/');
        var known = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.PathSegments)
            .Where(s => s.Count == words.Length && AreNear(s, words))
            .Select(s => "/" + string.Join('/', s.Select((part, i) =>
                part.Parts is [RoutePatternLiteralPart literal] ? literal.Content : words[i])))
            .Distinct();
        return DidYouMean.Near(path, known) is [var nearest, ..]
            ? $"did you mean '{nearest}'?"
            : "See the routes at /openapi/v1.json.";
    }

    // By the route's own words alone: what stands for a parameter says nothing about how near the rest is.
    private static bool AreNear(IReadOnlyList<RoutePatternPathSegment> parts, string[] words)
    {
        var own = parts.Select((part, i) => (Word: words[i], Literal: (part.Parts[0] as RoutePatternLiteralPart)?.Content)).Where(p => p.Literal is not null).ToList();
        return DidYouMean.Near(string.Join('/', own.Select(p => p.Word)), [string.Join('/', own.Select(p => p.Literal))]).Count > 0;
    }
}
