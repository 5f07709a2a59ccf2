namespace Ael.Stack.Tests.Queries;

/// <summary>What a query names, as <c>tests/npm/queries.mjs</c> gives it.</summary>
/// <param name="Errors">Where it does not parse; empty when it does.</param>
/// <param name="Selectors">PromQL: each metric.</param>
/// <param name="Labels">PromQL and LogQL: labels and fields in groupings and filters.</param>
/// <param name="Streams">LogQL: index labels.</param>
/// <param name="Attributes">TraceQL: attributes with their scope.</param>
/// <param name="Ranges">LogQL: ranges read.</param>
internal sealed record ParsedQuery(
    IReadOnlyList<string> Errors,
    IReadOnlyList<ParsedSelector> Selectors,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> Streams,
    IReadOnlyList<string> Attributes,
    IReadOnlyList<string> Ranges);

/// <param name="Name">The metric; a pattern when it is chosen by one; empty when by labels alone.</param>
/// <param name="Matchers">Values by label.</param>
/// <param name="Range">The range that is read; null for one moment.</param>
/// <param name="Call">The function around it, if any.</param>
/// <param name="Summed">It is aggregated, or only asked whether it is there.</param>
internal sealed record ParsedSelector(string Name, IReadOnlyDictionary<string, string> Matchers, string? Range, string? Call, bool Summed);
