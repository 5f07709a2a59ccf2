using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Engine.Expressions.Filters;

namespace Ael.Engine.Tests.Expressions;

/// <summary>Runs the examples of <c>docs/reference/templates.md</c>.</summary>
public partial class ReferencePageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Root(), "docs", "reference", "templates.md"));

    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var row in Rows("Example").Concat(Rows("Filter")))
            {
                data.Add(Code(row[2]), Code(row[3]));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_gives_what_the_page_says(string expression, string json)
    {
        var inputs = InputsBlock().Match(s_page).Groups[1].Value;
        var scope = TestScope.Of($$"""{"inputs": {{inputs}}}""");

        Assert.Equal(TestScope.Compact(JsonElement.Parse(json)), scope.Json(expression));
    }

    [Fact]
    public void Every_filter_stands_in_the_table_as_it_is_called() => Assert.Equal(
        FilterCatalogue.Names.Select(n => FilterCatalogue.Find(n)!.Signature).Order(StringComparer.Ordinal),
        Rows("Filter").Select(r => Code(r[0])).Order(StringComparer.Ordinal));

    // Rows of the tables that have an example, told apart by the first or the third word of their header.
    private static IEnumerable<string[]> Rows(string header) => Table().Matches(s_page)
        .Select(m => m.Value.Trim().Split('\n').Select(Cells).ToArray())
        .Where(t => t[0].Length == 4 && t[0][2] == "Example" && (header == t[0][0] || (header == "Example" && t[0][0] != "Filter")))
        .SelectMany(t => t.Skip(2));

    private static string[] Cells(string line) =>
        [.. Bar().Split(line.Trim().Trim('|')).Select(c => WebUtility.HtmlDecode(c.Replace(@"\|", "|", StringComparison.Ordinal)).Trim())];

    private static string Code(string cell) => cell.Trim('`');

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ael.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Ael.sln stands in no folder above the tests");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex(@"(^\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex InputsBlock();
}
