using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Ael.Engine.WebConsole;

/// <summary>
/// The console at <c>/</c>: files that are the same for everybody. All that it shows comes from the REST API, which asks for a key where one is
/// configured. They are read when the first of them is asked for.
/// </summary>
internal static class ConsoleRoutes
{
    public static IServiceCollection AddConsole(this IServiceCollection services) => services.AddSingleton<ConsoleFiles>().AddSingleton<ConsolePage>();

    public static IEndpointRouteBuilder MapConsole(this IEndpointRouteBuilder routes)
    {
        Open(routes.MapGet("/", ([FromServices] ConsolePage page, HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = page.Policy;
            http.Response.Headers.CacheControl = "no-cache";
            return Send(http, page.File);
        }));
        Open(routes.MapGet(ConsolePage.Root + "{version}/{**path}", (string version, string path, [FromServices] ConsoleFiles files, HttpContext http) =>
        {
            if (version != files.Version || files.Find(path) is not { } file)
            {
                return Results.NotFound();
            }

            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Send(http, file);
        }));
        Open(routes.MapGet("/favicon.ico", ([FromServices] ConsoleFiles files) => Results.Redirect($"{ConsolePage.Root}{files.Version}/icon.svg")));
        return routes;
    }

    // A page is dozens of small files: they would use up a low limit by themselves, and cost nothing.
    private static void Open(RouteHandlerBuilder route) =>
        route.AllowAnonymous().ExcludeFromDescription().WithMetadata(new DisableRateLimitingAttribute());

    private static FileContentHttpResult Send(HttpContext http, ConsoleFile file)
    {
        var headers = http.Response.Headers;
        headers.Vary = "Accept-Encoding";
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            return TypedResults.Bytes(file.Content, file.Type);
        }

        headers.ContentEncoding = "br";
        return TypedResults.Bytes(file.Brotli, file.Type);
    }
}
