using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Expressions;

namespace Ael.Engine.Tests.Expressions;

public class TemplateTreeTests
{
    private static TemplateTree Parse(string json) =>
        TemplateTree.Parse(JsonElement.Parse(json), (path, e) => Assert.Fail($"{path}: {e.Message}"));

    [Theory]
    [InlineData("""{"a": "{{ inputs.limit }}", "b": ["x", "{{ inputs.list }}", {"c": "n {{ inputs.limit }}"}]}""",
        """{"a":20,"b":["x",[3,1,2],{"c":"n 20"}]}""")]
    [InlineData("""{"{{ inputs.limit }}": "{{ inputs.none }}", "d": 1.50, "e": null}""", """{"{{ inputs.limit }}":null,"d":1.50,"e":null}""")]
    [InlineData("\"{{ inputs.big }}\"", "123456789012345678901234567890")]
    [InlineData("""["{{ steps.log.output }}", "{{ {'😀': 1 + 1} }}"]""", """[{"count":2,"subjects":["fix","add"]},{"😀":2}]""")]
    [InlineData("""["{{ inputs.text }}", "<{{ inputs.text }}>", "{{ inputs.yes }}", "{{ 1 / 2 }}"]""", """["Hello, wörld 😀","<Hello, wörld 😀>",true,0.5]""")]
    public void Evaluate_fills_in_every_string(string source, string expected) =>
        Assert.Equal(expected, TestScope.Compact(Parse(source).Evaluate(TestScope.Standard, TemplateLimits.Default)));

    [Theory]
    [InlineData("""{ "a" : [1.0, "x", {"b": "{ y }"}] }""")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("12")]
    public void Without_templates_the_source_is_the_value(string source)
    {
        var tree = Parse(source);

        Assert.Equal(source, tree.Evaluate(TestScope.Standard, TemplateLimits.Default).GetRawText());
        Assert.Equal(source, tree.Source.GetRawText());
        Assert.Empty(tree.References);
    }

    [Fact]
    public void References_carry_the_place_of_their_string() => Assert.Equal(
        ["to a", "items[1].text b.c", "items[1].text d", "[\"odd key\"][0] e"],
        Parse("""{"to": "{{ a }}", "items": ["", {"text": "{{ b.c }}{{ d }}"}], "odd key": ["{{ e }}"]}""")
            .References.Select(r => $"{r.Path} {string.Join('.', r.Reference.Path)}"));

    [Fact]
    public void Parse_reports_every_problem_with_its_place()
    {
        var problems = new List<string>();

        var tree = TemplateTree.Parse(
            JsonElement.Parse("""{"a": "{{ x", "b": ["ok", "{{ 1 | uper }}"], "c": "{{ inputs.limit }}", "d": "\ud800"}"""),
            (path, e) => problems.Add($"{path}@{e.Offset}"));

        Assert.Equal(["a@0", "b[1]@7", "d@0"], problems);
        Assert.Equal("c", Assert.Single(tree.References).Path);
    }

    [Fact]
    public void An_error_names_the_place_in_the_document()
    {
        var tree = Parse("""{"a": 1, "items": ["x", {"text": "see {{ inputs.repo }}"}]}""");

        var error = Assert.Throws<TemplateException>(() => tree.Evaluate(TestScope.Standard, TemplateLimits.Default)).Error;

        Assert.Equal(ErrorCode.TemplateError, error.Code);
        Assert.StartsWith("items[1].text: 'inputs.repo' does not exist: inputs has: repository, ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(in {{ inputs.repo }})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_of_the_whole_is_limited()
    {
        var tree = Parse("""["{{ inputs.text }}", "{{ inputs.text }}", "{{ inputs.text }}"]""");

        var error = Assert.Throws<TemplateException>(() => tree.Evaluate(TestScope.Standard, new TemplateLimits(60))).Error;

        Assert.Equal(ErrorCode.TemplateError, error.Code);
        Assert.Contains("larger than 60 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_depth_of_the_whole_is_limited()
    {
        var tree = Parse("""[[[["{{ inputs.nested }}"]]]]""");

        Assert.Equal("[[[[[[1,2],[3]]]]]]", TestScope.Compact(tree.Evaluate(TestScope.Standard, new TemplateLimits(MaxDepth: 6))));
        Assert.Contains(
            "deeper than 5 levels",
            Assert.Throws<TemplateException>(() => tree.Evaluate(TestScope.Standard, new TemplateLimits(MaxDepth: 5))).Message,
            StringComparison.Ordinal);
    }
}
