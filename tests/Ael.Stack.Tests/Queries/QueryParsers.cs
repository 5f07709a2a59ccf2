using System.Diagnostics;
using System.Text.Json;
using Ael.Stack.Tests.Queries;

[assembly: AssemblyFixture(typeof(QueryParsers))]

namespace Ael.Stack.Tests.Queries;

/// <summary>The grammars of Prometheus's and Grafana's editors, from npm. All queries of the repository go through them in one run of Node.</summary>
public sealed class QueryParsers
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly Lazy<Task<IReadOnlyDictionary<Query, ParsedQuery>>> _all;

    public QueryParsers() => _all = new(async () =>
    {
        var queries = QuerySources.All().Distinct().ToList();
        var parsed = await ParseAsync(queries);
        return queries.Zip(parsed).ToDictionary(p => p.First, p => p.Second);
    });

    /// <summary>Skips the test where the packages are not installed.</summary>
    internal Task<IReadOnlyDictionary<Query, ParsedQuery>> AllAsync()
    {
        // Here and not within the shared task: a skip is of the test that asks.
        _ = NpmPackages.QueryParsers;
        return _all.Value;
    }

    /// <summary>In the same order.</summary>
    internal static async Task<IReadOnlyList<ParsedQuery>> ParseAsync(IReadOnlyList<Query> queries)
    {
        var program = NpmPackages.QueryParsers;
        var start = new ProcessStartInfo(program.Node, program.Args()) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(queries.Select(q => new { language = Name(q.Language), text = q.Filled })));
        node.StandardInput.Close();
        var text = await output;
        Assert.True(text.Length > 0, await errors);
        return JsonSerializer.Deserialize<IReadOnlyList<ParsedQuery>>(text, s_json)!;
    }

    private static string Name(QueryLanguage language) => language switch
    {
        QueryLanguage.Promql => "promql",
        QueryLanguage.Logql => "logql",
        _ => "traceql",
    };
}
