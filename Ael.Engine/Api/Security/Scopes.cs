namespace Ael.Engine.Api.Security;

/// <summary>What a key may do. Each scope includes those before it. The names are authorization policies, too.</summary>
internal static class Scopes
{
    /// <summary>Look at everything, change nothing.</summary>
    public const string Read = "read";

    /// <summary>Start, cancel and repeat executions, call tools.</summary>
    public const string Run = "run";

    /// <summary>Change workflows, reconnect servers.</summary>
    public const string Admin = "admin";

    public const string ClaimType = "ael.scope";

    public static readonly IReadOnlyList<string> All = [Read, Run, Admin];

    /// <summary>Whether one of <paramref name="granted"/> is <paramref name="needed"/> or includes it.</summary>
    public static bool Allow(IEnumerable<string> granted, string needed) => granted.Any(g => Rank(g) >= Rank(needed));

    /// <summary>The scope an endpoint needs; the widest where it asks for several.</summary>
    public static string Of(Endpoint? endpoint) =>
        (endpoint?.Metadata.GetOrderedMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() ?? [])
            .Select(a => a.Policy ?? "").Where(All.Contains).DefaultIfEmpty(Unmarked(endpoint)).MaxBy(Rank)!;

    // Whoever forgets to mark a route gets a guarded one. Only routing's own answers (404, 405, 415) show nothing worth more than reading.
    private static string Unmarked(Endpoint? endpoint) => endpoint is RouteEndpoint ? Run : Read;

    private static int Rank(string scope) => scope switch
    {
        Read => 1,
        Run => 2,
        Admin => 3,
        _ => 0,
    };
}
