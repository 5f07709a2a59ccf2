using System.Text.RegularExpressions;

namespace Ael.Stack.Tests.Queries;

/// <summary>What stands for Grafana's variables where nobody has chosen anything. The durations are told apart by their odd lengths.</summary>
internal static partial class QueryVariables
{
    public const string RateInterval = "11m";
    public const string Range = "13h";
    public const string Auto = "17m";

    private static readonly Dictionary<string, string> s_values = new()
    {
        ["__rate_interval"] = RateInterval,
        ["__range"] = Range,
        ["__auto"] = Auto,
        ["__tags"] = "job=\"ael\"",
        ["search"] = "",
        ["min_duration"] = "0ms",
        ["result"] = "true",
        ["trace_id"] = "0af7651916cd43dd8448eb211c80319c",
    };

    /// <summary>Names of the variables that a text uses, formats (<c>${name:queryparam}</c>) left out.</summary>
    public static IEnumerable<string> Of(string text) => Variable().Matches(text).Select(Name);

    /// <summary>Any value (<c>.*</c>) for variables without one of their own.</summary>
    public static string Fill(string text) => Variable().Replace(text, found => s_values.GetValueOrDefault(Name(found), ".*"));

    private static string Name(Match found) => found.Groups["braced"] is { Success: true } braced ? braced.Value : found.Groups["bare"].Value;

    // $1 of label_replace is none.
    [GeneratedRegex("""\$(\{(?<braced>[a-zA-Z_]\w*)[^}]*\}|(?<bare>[a-zA-Z_]\w*))""")]
    private static partial Regex Variable();
}
