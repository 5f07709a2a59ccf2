namespace Ael.Stack.Tests.Queries;

internal enum QueryLanguage
{
    Promql,
    Logql,
    Traceql,
}

/// <summary>A query as it stands in a file.</summary>
/// <param name="Place">File and name of what it is in.</param>
/// <param name="Language">Its language.</param>
/// <param name="Text">As written, variables and all.</param>
/// <param name="Instant">It is asked for one moment, not for each of a range.</param>
internal sealed record Query(string Place, QueryLanguage Language, string Text, bool Instant = false)
{
    /// <summary>With a value in the place of each variable that a parser or a server accepts there.</summary>
    public string Filled => QueryVariables.Fill(Text);

    public override string ToString() => $"{Place}: {Text}";
}
