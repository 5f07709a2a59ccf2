using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Tests.Yaml;

public class YamlLoaderTests
{
    [Theory]
    [InlineData("a: 1\nb: &x 1\n", 2, 4, "anchors (&x)")]
    [InlineData("a: *nope\n", 1, 4, "aliases (*nope)")]
    [InlineData("a: !!python/object:os.system x\n", 1, 4, "tags (!!python/object:os.system)")]
    [InlineData("a: !x [1]\n", 1, 4, "tags (!x)")]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "'a' is here twice, first in line 1")]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "a second document")]
    [InlineData("a:\n\t- b\n", 2, 1, "a tab indents this line")]
    [InlineData("x: 1\na: [1, 2\nb: 3\n", 2, 4, "the '[' that opens here is not closed")]
    [InlineData("[1,2", 1, 1, "the '[' that opens here is not closed")]
    [InlineData("x:\n  y: {a: 1\nb: 3\n", 2, 6, "the '{' that opens here is not closed")]
    [InlineData("a: b: c\n", 1, 5, "this is not YAML")]
    [InlineData("a: \"abc\n", 1, 4, "never closed")]
    [InlineData("a: @x\n", 1, 4, "this is not YAML")]
    [InlineData("a: {{ x }}\n", 1, 5, "a key must be text")]
    [InlineData("? [x]\n: c\n", 1, 3, "a key must be text")]
    [InlineData("<<: {a: 1}\n", 1, 1, "merge keys")]
    [InlineData("a: .inf\n", 1, 4, "JSON cannot hold")]
    [InlineData("%YAML 1.1\n---\na: 1\n", 1, 1, "YAML 1.1")]
    [InlineData("when: \"x\" == y\n", 1, 11, "this is not YAML")]
    public void What_is_refused_has_its_place(string yaml, int line, int column, string message)
    {
        var problems = new ProblemList(ErrorCode.WorkflowInvalid);

        YamlLoader.Load(yaml, problems);

        var problem = Assert.Single(problems.ToList());
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.False(string.IsNullOrEmpty(problem.Suggestion));
    }

    public static TheoryData<string, string> Bombs => new()
    {
        { new string('[', 500_000), "nested deeper than 32" },
        { string.Concat(Enumerable.Repeat("{a: ", 100_000)), "nested deeper than 32" },
        { string.Concat(Enumerable.Repeat("- ", 200_000)), "nested deeper than 32" },
        { string.Concat(Enumerable.Repeat("? ", 200_000)), "nested deeper than 32" },
        { "a: " + new string('x', 1024 * 1024), "larger than 1 MiB" },
        { "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "anchors (&a)" },
    };

    [Theory]
    [MemberData(nameof(Bombs), DisableDiscoveryEnumeration = true)]
    public void A_bomb_is_refused(string yaml, string message)
    {
        var problems = new ProblemList(ErrorCode.WorkflowInvalid);

        YamlLoader.Load(yaml, problems);

        Assert.Contains(message, problems.ToList()[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("007", "7")]
    [InlineData("+5", "5")]
    [InlineData("-0", "-0")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.", "1.0")]
    [InlineData("-.5", "-0.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("1.e3", "1.0e3")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("\"1\"", "\"1\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("[1, {a: b}]", "[1,{\"a\":\"b\"}]")]
    public void A_value_becomes_the_json_of_the_core_schema(string yaml, string json)
    {
        var problems = new ProblemList(ErrorCode.WorkflowInvalid);

        var root = (YamlMapping)YamlLoader.Load($"a: {yaml}\n", problems)!;

        Assert.Empty(problems.ToList());
        Assert.Equal(json, root.Entries[0].Value.ToJson().GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    public void An_empty_document_is_null_without_a_problem(string yaml)
    {
        var problems = new ProblemList(ErrorCode.ConfigInvalid);

        Assert.Null(YamlLoader.Load(yaml, problems));
        Assert.Empty(problems.ToList());
    }

    [Fact]
    public void A_byte_order_mark_is_no_content()
    {
        var root = (YamlMapping)YamlLoader.Load("\uFEFFname: x\n", new ProblemList(ErrorCode.WorkflowInvalid))!;

        Assert.Equal("name", root.Entries[0].Key.Text);
    }

    [Fact]
    public void Nodes_know_their_path()
    {
        var root = (YamlMapping)YamlLoader.Load("steps:\n  - id: a\n    params: {\"a b\": [x]}\n", new ProblemList(ErrorCode.WorkflowInvalid))!;

        var step = (YamlMapping)((YamlSequence)root.Entries[0].Value).Items[0];
        var list = (YamlSequence)((YamlMapping)step.Find("params")!.Value).Entries[0].Value;

        Assert.Equal("steps[0].params[\"a b\"][0]", list.Items[0].Path);
        Assert.Equal((3, 22), (list.Items[0].Line, list.Items[0].Column));
    }

    // Found by the fuzz tests: the parser has no more events, and no error either.
    [Theory]
    [InlineData("- : \\%00ud800")]
    [InlineData("- : a")]
    [InlineData("- :")]
    [InlineData("a: : b")]
    [InlineData("- a: \0b")]
    [InlineData("- [a: \0")]
    public void What_ends_in_the_middle_is_read_or_refused(string yaml)
    {
        var problems = new ProblemList(ErrorCode.WorkflowInvalid);

        var root = YamlLoader.Load(yaml, problems);

        Assert.True(root is not null || problems.HasErrors, "neither a value nor a problem");
    }
}
