using System.Diagnostics;
using System.Globalization;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using Ael.Engine.Workflows;

namespace Ael.Engine.Api.Problems;

/// <summary>Answers a request with problem details: the one place where the API turns an error into a response.</summary>
internal sealed class ProblemWriter(AelTelemetry telemetry)
{
    /// <summary>For whoever waits in vain and was not told how long.</summary>
    private static readonly TimeSpan s_defaultWait = TimeSpan.FromSeconds(1);

    /// <summary>For an error that may have arisen below and be counted there.</summary>
    public Task WriteAsync(HttpContext http, AelException error)
    {
        telemetry.Errors.Count(error, Components.Api);
        return error switch
        {
            ApiException api => AnswerAsync(http, error.Error, api.Status, error.RetryAfter, api.Problems),
            WorkflowException workflow => AnswerAsync(http, error.Error, error.Error.Code.HttpStatus, null, workflow.Problems),
            _ => AnswerAsync(http, error.Error, error.Error.Code.HttpStatus, error.RetryAfter, []),
        };
    }

    /// <summary>For an error of the API itself.</summary>
    public Task WriteAsync(HttpContext http, AelError error, int status, TimeSpan? retryAfter, IReadOnlyList<Problem>? problems = null)
    {
        telemetry.Errors.Count(error, Components.Api);
        return AnswerAsync(http, error, status, retryAfter, problems ?? []);
    }

    private static async Task AnswerAsync(HttpContext http, AelError error, int status, TimeSpan? retryAfter, IReadOnlyList<Problem> problems)
    {
        http.Response.StatusCode = status;
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            var seconds = Math.Max(1, Math.Ceiling((retryAfter ?? s_defaultWait).TotalSeconds));
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var traceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        var problem = ApiProblem.Of(error, status, http.Request.Path, traceId, problems);
        await http.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", http.RequestAborted);
    }
}
