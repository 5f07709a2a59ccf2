using System.Diagnostics;
using Ael.Engine.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace Ael.Engine.Api.Problems;

/// <summary>Makes every exception that leaves an endpoint or a middleware a problem; nothing of an unknown one is shown.</summary>
internal sealed partial class ApiExceptionHandler(ProblemWriter problems, ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer; the status is for the access log and the metrics.
            httpContext.Response.StatusCode = ErrorCode.Cancelled.HttpStatus;
            return true;
        }

        await problems.WriteAsync(httpContext, Translate(httpContext, exception));
        return true;
    }

    private AelException Translate(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case AelException known:
                if (known.Error.Code == ErrorCode.InternalError)
                {
                    LogUnexpected(http.Request.Method, http.Request.Path, exception);
                }

                return known;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiException.Parameter(
                    "The request's body is too large.", "Send less, or raise `security.max_request_bytes`.", StatusCodes.Status413PayloadTooLarge, "$");
            case BadHttpRequestException bad:
                return ApiException.Parameter("The request is not valid HTTP: " + bad.Message, status: bad.StatusCode);
            default:
                LogUnexpected(http.Request.Method, http.Request.Path, exception);
                var traceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
                return new AelException(ErrorCode.InternalError, $"The engine failed to serve this request (trace id {traceId}).", inner: exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed unexpectedly")]
    private partial void LogUnexpected(string method, string path, Exception exception);
}
