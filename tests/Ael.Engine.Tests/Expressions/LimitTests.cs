using System.Text;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Expressions;

namespace Ael.Engine.Tests.Expressions;

public class LimitTests
{
    private static readonly TestScope s_large = new(JsonSerializer.SerializeToElement(new
    {
        inputs = new { text = new string('a', 1000), list = Enumerable.Range(0, 1000), half = "" },
    }));

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    public static TheoryData<string> Deep => new(
        new string('(', 10_000) + "1" + new string(')', 10_000),
        new string('(', 10_000),
        new string('[', 10_000) + new string(']', 10_000),
        new string('[', 10_000),
        Repeat("{'a':", 10_000),
        Repeat("a[", 10_000) + "0" + new string(']', 10_000),
        new string('-', 10_000) + "1",
        Repeat("not ", 10_000) + "1",
        Repeat("1 + ", 10_000) + "1",
        Repeat("1 ~ ", 7_000) + "1",
        Repeat("a and ", 5_000) + "a",
        "1" + Repeat(" if 1 else 1", 10_000),
        Repeat("1 if ", 10_000),
        "a" + Repeat(" | upper", 4_000),
        "a" + Repeat(" | default(1)", 2_000),
        Repeat("a | default(", 10_000) + "1" + new string(')', 10_000),
        Repeat("(a | join(", 10_000));

    [Theory]
    [MemberData(nameof(Deep))]
    public void Nesting_without_end_is_a_syntax_error(string expression)
    {
        Assert.Throws<TemplateSyntaxException>(() => Template.ParseExpression(expression));
        Assert.Throws<TemplateSyntaxException>(() => Template.Parse("{{ " + expression + " }}"));
    }

    [Theory]
    [InlineData("((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))", "1")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public void Nesting_within_reason_is_fine(string expression, string json) => Assert.Equal(json, TestScope.Standard.Json(expression));

    [Fact]
    public void Long_chains_are_fine()
    {
        Assert.Equal("301", TestScope.Standard.Json(Repeat("1 + ", 300) + "1"));
        Assert.Equal("\"a\"", TestScope.Standard.Json("'a'" + Repeat(" | trim", 300)));
        Assert.Equal("2000", TestScope.Standard.Json($"[{Repeat("1,", 2000)}] | length"));
        Assert.Equal("true", TestScope.Standard.Json("1" + Repeat(" == 1", 2000)));
    }

    [Fact]
    public void Paths_of_any_length_are_walked_without_recursion() =>
        Assert.Throws<TemplateException>(() => TestScope.Standard.Json("inputs" + Repeat(".a", 10_000)));

    [Fact]
    public void An_expression_may_not_be_longer_than_32_KiB()
    {
        Assert.Equal(30_000, Template.ParseExpression($"'{new string('x', 30_000)}'").Evaluate(s_large, TemplateLimits.Default).GetString()!.Length);
        Assert.Contains("longer than", Assert.Throws<TemplateSyntaxException>(
            () => Template.ParseExpression($"'{new string('x', 40_000)}'")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_with_templates_may_not_be_longer_than_a_MiB()
    {
        var long_ = new string('x', 1024 * 1024);

        Assert.True(Template.Parse(long_).IsLiteral);
        Assert.Contains("longer than", Assert.Throws<TemplateSyntaxException>(() => Template.Parse(long_ + "{{ a }}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_without_end_are_read_in_linear_time()
    {
        Assert.True(Template.Parse(Repeat("{%", 500_000)).IsLiteral);
        Assert.Throws<TemplateSyntaxException>(() => Template.Parse(Repeat("{{ ", 300_000)));
    }

    [Theory]
    [InlineData("inputs.text ~ inputs.text ~ inputs.text")]
    [InlineData("inputs.text + inputs.text + inputs.text")]
    [InlineData("inputs.text | replace('a', 'aaa')")]
    [InlineData("inputs.list | join(inputs.text)")]
    [InlineData("inputs.list | json")]
    [InlineData("inputs.list | json(16)")]
    [InlineData("inputs.list")]
    [InlineData("[inputs.text, inputs.text, inputs.text]")]
    [InlineData("{'a': inputs.text, 'b': inputs.text, 'c': inputs.text}")]
    [InlineData("inputs")]
    [InlineData("((inputs.text | split('a')) + inputs.list + inputs.list) | length")]
    public void Results_beyond_the_limit_are_refused(string expression)
    {
        foreach (var template in new[] { Template.ParseExpression(expression), Template.Parse("text {{ " + expression + " }}") })
        {
            var error = Assert.Throws<TemplateException>(() => template.Evaluate(s_large, new TemplateLimits(2000))).Error;

            Assert.Equal(ErrorCode.TemplateError, error.Code);
            Assert.Contains("larger than 2000 bytes", error.Message, StringComparison.Ordinal);
            Assert.Contains("templates.max_output", error.Suggestion, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_around_expressions_counts()
    {
        var template = Template.Parse(Repeat("{{ inputs.text }}", 3));

        Assert.Equal(3000, template.Evaluate(s_large, new TemplateLimits(3002)).GetString()!.Length);
        Assert.Throws<TemplateException>(() => template.Evaluate(s_large, new TemplateLimits(2999)));
    }

    [Fact]
    public void Growth_stops_at_the_limit_and_not_after()
    {
        // Each level would multiply by a hundred: 10^20 characters without a limit.
        var expression = "inputs.text" + Repeat(" | replace('a', '" + new string('a', 100) + "')", 10);

        Assert.Throws<TemplateException>(() => Template.ParseExpression(expression).Evaluate(s_large, TemplateLimits.Default));
    }

    [Fact]
    public void Copies_of_large_values_are_counted_together()
    {
        var expression = string.Join(" and ", Enumerable.Repeat("(inputs.text ~ 'x')", 100));

        Assert.Equal("true", JsonSerializer.Serialize(Template.ParseExpression(expression).EvaluateCondition(s_large, TemplateLimits.Default)));
        Assert.Throws<TemplateException>(() => Template.ParseExpression(expression).EvaluateCondition(s_large, new TemplateLimits(2000)));
    }

    [Theory]
    [InlineData("[[[[1]]]]", 4, true)]
    [InlineData("[[[[1]]]]", 3, false)]
    [InlineData("1 + 1 + 1 + 1 + 1 + 1", 2, true)]
    [InlineData("1 - (1 - (1 - (1 - 1)))", 2, false)]
    [InlineData("'[[[1]]]' | fromjson", 3, true)]
    [InlineData("'[[[1]]]' | fromjson", 2, false)]
    public void Depth_is_limited(string expression, int depth, bool fits)
    {
        var evaluate = () => Template.ParseExpression(expression).Evaluate(TestScope.Standard, new TemplateLimits(MaxDepth: depth));

        if (fits)
        {
            evaluate();
        }
        else
        {
            Assert.Equal(ErrorCode.TemplateError, Assert.Throws<TemplateException>(() => evaluate()).Error.Code);
        }
    }
}
