namespace Ael.Engine.Api.Security;

/// <summary>Headers on every answer. A page that needs more than nothing sets its own policy before this fills the gaps.</summary>
internal static class SecurityHeaders
{
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("X-Frame-Options", "DENY");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        }, http.Response);
        return next(http);
    }
}
