using Ael.Engine.Api.Problems;

namespace Ael.Engine.Api;

/// <summary>What every route says of itself in the OpenAPI document.</summary>
internal static class RouteDocs
{
    public static RouteHandlerBuilder Documented(this RouteHandlerBuilder route, string name, string summary, string description, params int[] problems)
    {
        route.WithName(name).WithSummary(summary).WithDescription(description);
        foreach (var status in problems.Append(StatusCodes.Status400BadRequest).Append(StatusCodes.Status401Unauthorized)
            .Append(StatusCodes.Status403Forbidden).Append(StatusCodes.Status429TooManyRequests))
        {
            route.Produces<ApiProblem>(status, "application/problem+json");
        }

        return route;
    }
}
