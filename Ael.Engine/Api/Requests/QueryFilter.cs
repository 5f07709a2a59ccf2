using Ael.Engine.Api.Problems;
using Ael.Engine.Errors;
using Microsoft.Extensions.Primitives;

namespace Ael.Engine.Api.Requests;

/// <summary>Refuses query parameters that a route does not know: a mistyped <c>asnyc=true</c> must not run synchronously.</summary>
internal static class QueryFilter
{
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, params IReadOnlyList<QueryParameter> parameters) =>
        route.WithMetadata(new QueryParameters(parameters));

    public static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var declared = http.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>() ?? QueryParameters.None;
        foreach (var (name, values) in http.Request.Query)
        {
            Check(declared, name, values);
        }

        return next(context);
    }

    private static void Check(QueryParameters declared, string name, StringValues values)
    {
        if (declared.Items.FirstOrDefault(p => p.Name == name) is not { } parameter)
        {
            var names = declared.Items.Select(p => p.Name);
            throw ApiException.Parameter(
                $"The query parameter '{name}' is not known here.",
                DidYouMean.Suggest(name, names) ?? "Leave it out: this route takes none.", path: $"query.{name}");
        }

        if (values.Count != 1)
        {
            throw ApiException.Parameter($"The query parameter '{name}' is given {values.Count} times.", "Give it once.", path: $"query.{name}");
        }

        if (parameter.Allowed.Count > 0 && !parameter.Allowed.Contains(values[0] ?? ""))
        {
            throw ApiException.Parameter(
                $"The query parameter '{name}' is '{values[0]}', which is not a value it can have.",
                DidYouMean.Suggest(values[0] ?? "", parameter.Allowed), path: $"query.{name}");
        }
    }
}
