namespace Ael.Engine.Api.Requests;

/// <summary>One parameter of a query string. What is declared here is documented, and nothing else is accepted.</summary>
internal sealed record QueryParameter(string Name, string Description)
{
    /// <summary>The only values; empty: any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>JSON type in the OpenAPI document.</summary>
    public QueryType Type { get; init; } = QueryType.String;
}

internal enum QueryType
{
    String,
    Integer,
    Boolean,
    DateTime,
}

/// <summary>Endpoint metadata: the query parameters of a route.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> Items)
{
    public static readonly QueryParameters None = new([]);
}
