using System.Text.Json;
using Ael.Engine.Expressions;

namespace Ael.Engine.Tests.Expressions;

public class TemplateTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("{{ inputs.limit }}", "20")]
    [InlineData("{{inputs.limit}}", "20")]
    [InlineData("{{\n  inputs.limit\n}}", "20")]
    [InlineData(" {{ inputs.limit }}", "\" 20\"")]
    [InlineData("{{ inputs.limit }}\n", "\"20\\n\"")]
    [InlineData("{{ inputs.limit }}{{ inputs.zero }}", "\"200\"")]
    [InlineData("n={{ inputs.limit }}", "\"n=20\"")]
    [InlineData("[{{ inputs.repository }}]", "\"[ael]\"")]
    [InlineData("[{{ inputs.none }}]", "\"[]\"")]
    [InlineData("{{ inputs.yes }}!", "\"true!\"")]
    [InlineData("{{ inputs.exact }} {{ inputs.big }}", "\"1.10 123456789012345678901234567890\"")]
    [InlineData("{{ inputs.nested }}.", "\"[[1,2],[3]].\"")]
    [InlineData("{{ inputs.people[1] }}.", "\"{\\\"name\\\":\\\"Bob\\\",\\\"age\\\":25}.\"")]
    [InlineData("{{ ['😀', 'é', 'a\"b'] }}.", "\"[\\\"😀\\\",\\\"é\\\",\\\"a\\\\\\\"b\\\"].\"")]
    [InlineData("{{ steps.log.output }}.", "\"{\\\"count\\\":2,\\\"subjects\\\":[\\\"fix\\\",\\\"add\\\"]}.\"")]
    [InlineData("{{ \"{{\" }} and {{ '}}' }}", "\"{{ and }}\"")]
    [InlineData("{{ '{{' }}", "\"{{\"")]
    [InlineData("{{ '}} ' ~ \"}}\" }}", "\"}} }}\"")]
    [InlineData("{{ {'a': {'b': 1}}}}", "{\"a\":{\"b\":1}}")]
    [InlineData("{{{'a': 1}}}", "{\"a\":1}")]
    [InlineData("{{ -1 }}", "-1")]
    [InlineData("{{-1}}", "-1")]
    [InlineData("{ a } }} %} #}", "\"{ a } }} %} #}\"")]
    [InlineData("${#list} {%H", "\"${#list} {%H\"")]
    [InlineData("{", "\"{\"")]
    [InlineData("é{{ inputs.text }}é", "\"éHello, wörld 😀é\"")]
    public void Evaluate_of_text(string template, string json) =>
        Assert.Equal(json, TestScope.Compact(Template.Parse(template).Evaluate(TestScope.Standard, TemplateLimits.Default)));

    [Theory]
    [InlineData("inputs.limit > 10", true)]
    [InlineData("{{ inputs.limit > 10 }}", true)]
    [InlineData("  {{ inputs.limit > 10 }}\n", true)]
    [InlineData("\n inputs.no ", false)]
    [InlineData("inputs.zero", false)]
    [InlineData("inputs.ratio", true)]
    [InlineData("0.0", false)]
    [InlineData("inputs.empty", false)]
    [InlineData("'false'", true)]
    [InlineData("inputs.nothing", false)]
    [InlineData("inputs.void", false)]
    [InlineData("inputs.map", true)]
    [InlineData("steps", true)]
    [InlineData("inputs.none", false)]
    [InlineData("inputs.big", true)]
    [InlineData("inputs.no and inputs.missing", false)]
    [InlineData("inputs.limit and inputs.empty", false)]
    [InlineData("inputs.yes or inputs.missing", true)]
    [InlineData("inputs.empty or inputs.limit", true)]
    [InlineData("inputs.empty or inputs.zero", false)]
    [InlineData("not inputs.empty", true)]
    [InlineData("not (1 < 2 < 2)", true)]
    [InlineData("'' if inputs.yes else 'x'", false)]
    [InlineData("inputs.missing | default(inputs.limit)", true)]
    public void EvaluateCondition_gives_truth(string text, bool truth) =>
        Assert.Equal(truth, Template.ParseExpression(text).EvaluateCondition(TestScope.Standard, TemplateLimits.Default));

    [Fact]
    public void Strings_and_numbers_of_the_data_stand_in_a_text_as_they_are()
    {
        var scope = TestScope.Of("""{"inputs": {"escaped": "a\n\"b\" \u00e4", "plain": "wörld 😀", "number": 1.10, "large": 123456789012345678901234567890}}""");

        var text = Template.Parse("<{{ inputs.escaped }}|{{ inputs.plain }}|{{ inputs.number }}|{{ inputs.large }}|{{ 1e2 }}>").Evaluate(scope, TemplateLimits.Default);

        Assert.Equal("<a\n\"b\" ä|wörld 😀|1.10|123456789012345678901234567890|1e2>", text.GetString());
    }

    [Fact]
    public void Only_text_without_expressions_is_literal()
    {
        Assert.True(Template.Parse("a { b").IsLiteral);
        Assert.True(Template.Parse("").IsLiteral);
        Assert.False(Template.Parse("{{ '{{' }}").IsLiteral);
        Assert.Equal("a {{ 1 }}", Template.Parse("a {{ 1 }}").Text);
    }

    [Theory]
    [InlineData("{{ steps.log.output[0].x }} {{ inputs['a'].b }}", "3 steps.log.output", "31 inputs.a.b")]
    [InlineData("{{ a.b | default(c.d) }}", "3 a.b?", "17 c.d")]
    [InlineData("{{ a.b | default(c.d) | default(1) }}", "3 a.b?", "17 c.d?")]
    [InlineData("{{ a.b | upper | default('') }}", "3 a.b?")]
    [InlineData("{{ (a.b + c) | default(1) }}", "4 a.b", "10 c")]
    [InlineData("{{ (a if b else c) | default(1) }}", "4 a?", "9 b", "16 c?")]
    [InlineData("{{ a[b.c].d }}", "3 a", "5 b.c")]
    [InlineData("{{ a[b.c].d | default(1) }}", "3 a?", "5 b.c")]
    [InlineData("{{ [a, {'k': b}] | join(c) }}", "4 a", "13 b", "24 c")]
    [InlineData("{{ not a or -b < c.x and d in e }}", "7 a", "13 b", "17 c.x", "25 d", "30 e")]
    [InlineData("{{ (a.b).c }}", "4 a.b.c")]
    [InlineData("{{ steps.my-step.output }}", "3 steps.my-step.output")]
    [InlineData("{{ true }}{{ 'inputs.x' }}")]
    [InlineData("{{ a.0.b }}", "3 a")]
    [InlineData("{{ a ~ a }}", "3 a", "7 a")]
    public void References_name_every_path(string template, params string[] expected) =>
        Assert.Equal(expected, Template.Parse(template).References.Select(r => $"{r.Offset} {string.Join('.', r.Path)}{(r.Guarded ? "?" : "")}"));

    [Fact]
    public void References_of_a_bare_expression_count_from_its_start() =>
        Assert.Equal(2, Assert.Single(Template.ParseExpression("  steps.a.success ").References).Offset);

    [Fact]
    public void A_path_hands_on_the_json_it_found()
    {
        var source = JsonElement.Parse("""{"x": {"a" : [1.0,   2e0, "\u00e9"] }}""");

        var value = Template.Parse("{{ inputs.x }}").Evaluate(TestScope.Of($$"""{"inputs": {{source.GetRawText()}}}"""), TemplateLimits.Default);

        Assert.Equal("""{"a" : [1.0,   2e0, "\u00e9"] }""", value.GetRawText());
    }

    [Fact]
    public void A_lazy_object_is_asked_only_for_what_is_named()
    {
        var scope = TestScope.Of("""{"steps": {"log": {"output": 1, "status": "completed"}, "other": {}}}""");

        Template.Parse("{{ steps.log.output }}").Evaluate(scope, TemplateLimits.Default);

        Assert.Equal(2, scope.Materialised);
    }

    [Fact]
    public void A_lazy_object_needed_whole_becomes_json() =>
        Assert.Equal(
            """{"log":{"output":1}}""",
            TestScope.Of("""{"steps": {"log": {"output": 1}}}""").Json("steps"));

    [Fact]
    public void A_template_can_be_evaluated_from_many_threads()
    {
        var template = Template.Parse("{{ inputs.list | sort | join('-') }}/{{ inputs.people | map('name') }}");

        Parallel.For(0, 1000, _ => Assert.Equal(
            "1-2-3/[\"Ann\",\"Bob\"]", template.Evaluate(TestScope.Standard, TemplateLimits.Default).GetString()));
    }
}
