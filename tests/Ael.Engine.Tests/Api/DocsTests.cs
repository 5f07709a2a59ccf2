using System.Text.RegularExpressions;
using Ael.Engine.Api.Security;
using Ael.Engine.Errors;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Api;

/// <summary>The reference pages say what is so.</summary>
public partial class DocsTests
{
    [Fact]
    public void Errors_md_has_every_code_as_the_catalogue_has_it()
    {
        var rows = Rows("errors.md", "`[A-Z_]+`").Select(r => (r[0].Trim('`'), r[1], r[2], r[3], r[5]));

        Assert.Equal(
            ErrorCode.All.Select(c => (c.Name, c.Category, $"{c.HttpStatus}", c.Retryable ? "yes" : "no", c.DefaultSuggestion)), rows);
        Assert.All(Rows("errors.md", "`[A-Z_]+`"), r => Assert.NotEmpty(r[4]));
    }

    [Fact]
    public async Task Rest_md_has_every_route_with_its_scope()
    {
        await using var host = await ApiHost.StartAsync();

        var rows = Rows("rest.md", "GET|PUT|POST|DELETE").Select(r => $"{r[0]} {r[1].Trim('`')} {r[2]}");

        Assert.Equal(OpenApiTests.Routes(host).Select(r => $"{r.Key} {Scopes.Of(r.Value)}").Order(), rows.Order());
    }

    [Fact]
    public async Task Examples_of_rest_md_answer_as_it_says()
    {
        await using var host = await ApiHost.StartAsync();
        var examples = Example().Matches(Page("rest.md"));

        Assert.True(examples.Count > 8);
        foreach (Match example in examples)
        {
            var headers = example.Groups["headers"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(h => h.Split(": ")).ToDictionary(h => h[0], h => h[1]);
            var body = example.Groups["body"].Value;
            using var response = await host.SendAsync(
                example.Groups["method"].Value,
                example.Groups["path"].Value,
                body.Length == 0 ? null : body,
                headers.GetValueOrDefault("Content-Type"),
                [.. headers.Where(h => h.Key != "Content-Type").Select(h => (h.Key, h.Value))]);

            Assert.True(example.Groups["status"].Value == $"{(int)response.StatusCode}", $"{example.Groups["method"]} {example.Groups["path"]}: {(int)response.StatusCode}");
        }
    }

    private static IEnumerable<string[]> Rows(string page, string first) => Page(page).Split('\n')
        .Where(l => Regex.IsMatch(l, $@"^\| ({first}) \|"))
        .Select(l => l.Trim('|', ' ').Split(" | "));

    private static string Page(string name) => File.ReadAllText(Repository.PathOf("docs", "reference", name));

    [GeneratedRegex(@"^```http (?<status>\d+)\n(?<method>[A-Z]+) (?<path>\S+)\n(?<headers>(?:[\w-]+: .+\n)*)(?:\n(?<body>(?:.*\n)*?))?```$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
