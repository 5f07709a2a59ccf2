using Ael.Engine.Errors;
using Ael.Engine.Expressions;

namespace Ael.Engine.Tests.Expressions;

public class HostileInputTests
{
    private static readonly string[] s_fragments =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "(", ")", "[", "]", "|", ".", ",", ":", "=", "==", "!=", "<", ">=", "+", "-", "*", "/", "%", "~",
        "'", "\"", "\\", "\\u", "\\ud800", "\n", " ", " ", " ", "0", "1", "-1", "9223372036854775807", "1e309", "1.5", "a", "inputs", "steps", "inputs.list",
        "inputs.text", "inputs.map", "inputs.people", "inputs.none", "inputs.bad", "steps.log.output", "true", "null", "not ", " in ", " and ", " or ", " if ", " else ",
        " | ", "default(", "default(1)", "length", "json", "fromjson", "string", "int", "float", "round(1)", "join(',')", "split", "keys", "values", "first", "last",
        "upper", "trim", "replace('a', 'b')", "sort", "unique", "map('name')", "select", "sum", "min", "max", "slice(1)", "items", "é", "😀", "\ud83d", "\0", "\u2028",
    ];

    private static readonly TestScope s_scope = TestScope.Of(
        """{"inputs": {"list": [3, "a", null, [1], {"name": 1}, 1e400], "text": "a😀,b", "map": {"name": "\ud800"}, "people": [{"name": "x"}], "none": null, "bad": "\udc00"}, "steps": {"log": {"output": {"\ud800": 1}}}}""");

    [Fact]
    public void Random_text_is_a_value_or_one_of_the_two_errors()
    {
        var random = new Random(20240817);
        var evaluated = 0;
        for (var i = 0; i < 12_000; i++)
        {
            var inner = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => s_fragments[random.Next(s_fragments.Length)]));
            evaluated += Survives(i % 3 == 0 ? inner : "{{ " + inner + " }}") ? 1 : 0;
        }

        // Else the fragments only test the parser.
        Assert.InRange(evaluated, 300, 12_000);
    }

    [Fact]
    public void Random_filters_on_random_values_are_a_value_or_an_error()
    {
        var random = new Random(7);
        string[] values = ["inputs.list", "inputs.text", "inputs.map", "inputs.people", "inputs.none", "inputs.bad", "steps.log.output", "steps", "1", "-1.5", "'x'", "[]", "{}", "true", "1e400", "''"];
        string[] filters =
        [
            "default({0})", "length", "json", "json({0})", "fromjson", "string", "int", "int({0})", "float", "round", "round({0})", "join", "join({0})", "join({0}, {1})", "split",
            "split({0})", "split({0}, {1})", "keys", "values", "items", "first", "last", "slice({0})", "slice({0}, {1})", "upper", "lower", "trim", "trim({0})", "replace({0}, {1})",
            "sort", "sort({0}, {1})", "unique", "unique({0})", "map({0})", "map({0}, {1})", "select", "select({0})", "select({0}, {1})", "sum", "sum({0}, {1})", "min", "max({0})",
        ];
        var evaluated = 0;
        for (var i = 0; i < 6_000; i++)
        {
            string Any() => values[random.Next(values.Length)];
            var chain = string.Concat(Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => " | " + string.Format(System.Globalization.CultureInfo.InvariantCulture, filters[random.Next(filters.Length)], Any(), Any())));
            evaluated += Survives("{{ " + Any() + chain + " }}") ? 1 : 0;
        }

        Assert.InRange(evaluated, 300, 6_000);
    }

    [Theory]
    [InlineData("inputs.bad ~ 'x'")]
    [InlineData("inputs.bad | upper")]
    [InlineData("inputs.map | json")]
    [InlineData("steps.log.output | keys")]
    [InlineData("steps.log.output.x")]
    [InlineData("'x' in steps.log.output")]
    public void Half_a_surrogate_pair_in_data_is_a_template_error(string expression) => Assert.Contains(
        "not valid Unicode",
        Assert.Throws<TemplateException>(() => Template.ParseExpression(expression).Evaluate(s_scope, TemplateLimits.Default)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Half_a_surrogate_pair_can_be_passed_on() =>
        Assert.Equal("\"\\udc00\"", Template.ParseExpression("inputs.bad").Evaluate(s_scope, TemplateLimits.Default).GetRawText());

    [Theory]
    [InlineData("{{ \"\0\" }}")]
    [InlineData("\0{{ inputs.none }}")]
    [InlineData("\ud800{{ inputs.none }}")]
    [InlineData("\ufeff{{ 1 }}")]
    [InlineData("\u202e{{ 1 }}")]
    [InlineData("{{\u00a01\u00a0}}")]
    public void Odd_characters_do_no_harm(string template) => Survives(template);

    // True when it has a value.
    private static bool Survives(string text)
    {
        try
        {
            var template = Template.Parse(text);
            template.Evaluate(s_scope, TemplateLimits.Default);
            return true;
        }
        catch (Exception e) when (e is TemplateSyntaxException or AelException)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message));
            if (e is TemplateSyntaxException syntax)
            {
                Assert.InRange(syntax.Offset, 0, text.Length);
            }

            return false;
        }
    }
}
