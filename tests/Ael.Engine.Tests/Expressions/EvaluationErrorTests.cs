using Ael.Engine.Errors;
using Ael.Engine.Expressions;

namespace Ael.Engine.Tests.Expressions;

public class EvaluationErrorTests
{
    [Theory]
    // paths
    [InlineData("inputs.repositry", "'inputs.repositry' does not exist: inputs has: repository, limit,", "did you mean 'repository'?")]
    [InlineData("inputs.void.x", "'inputs.void.x' does not exist: inputs.void is empty", "default(")]
    [InlineData("steps.log.output.cuont", "'steps.log.output.cuont' does not exist: steps.log.output has: count, subjects", "'count'")]
    [InlineData("steps.lgo.output", "'steps.lgo' does not exist: steps has: log, my-step, skipped", "'log'")]
    [InlineData("steps.log.ouput", "steps.log has: output, status, success, duration_ms", "'output'")]
    [InlineData("steps.skipped.output.x", "'steps.skipped.output.x' does not exist: steps.skipped.output is null", "default(")]
    [InlineData("inputs.map['b-c'].e", "'inputs.map.b-c.e' does not exist: inputs.map.b-c has: d", "'d'")]
    [InlineData("inputs.map['o o']", "'inputs.map[\"o o\"]' does not exist", null)]
    [InlineData("inputs.list[3]", "'inputs.list[3]' does not exist: inputs.list is a list of 3, with indexes 0 to 2 or -3 to -1", "default(")]
    [InlineData("inputs.list[-4]", "'inputs.list[-4]' does not exist", null)]
    [InlineData("inputs.nothing[0]", "inputs.nothing is a list of 0", null)]
    [InlineData("inputs.list[99999999999]", "'inputs.list[99999999999]' does not exist", null)]
    [InlineData("inputs.people.name", "inputs.people is a list of 2 and takes an index", "map(\"name\")")]
    [InlineData("inputs.map[0]", "inputs.map is an object and has names, not positions; inputs.map has: a, b-c, items", null)]
    [InlineData("inputs.json.a", "inputs.json is a string and has nothing inside", "fromjson")]
    [InlineData("inputs.json.a", "use `| fromjson` first", null)]
    [InlineData("inputs.limit[0]", "inputs.limit is a number and has nothing inside", null)]
    [InlineData("inputs.map[1.5]", "an index must be an integer, not 1.5", null)]
    [InlineData("inputs.map[inputs.list]", "an index must be a string or an integer, not a list", null)]
    [InlineData("inputs.list[true]", "not a boolean", null)]
    [InlineData("input.limit", "there is no 'input' here; there are: inputs, steps, workflow, execution_id", "did you mean 'inputs'?")]
    [InlineData("input.limit | default(1)", "there is no 'input' here", "'inputs'")]
    [InlineData("repository", "there is no 'repository' here", null)]
    [InlineData("(inputs.json | fromjson).b", "'(...).b' does not exist: (...) has: a", null)]
    [InlineData("inputs.absent + 1 | default(2)", "'inputs.absent' does not exist", null)]
    [InlineData("(inputs.absent ~ 'x') | default(2)", "'inputs.absent' does not exist", null)]
    [InlineData("inputs.list[inputs.absent] | default(2)", "'inputs.absent' does not exist", null)]
    [InlineData("inputs.absent | default(inputs.gone)", "'inputs.gone' does not exist", null)]
    [InlineData("inputs.__class__.__mro__", "'inputs.__class__' does not exist", null)]
    [InlineData("inputs.text.Length", "'inputs.text.Length' does not exist: inputs.text is a string", null)]
    [InlineData("inputs.list.Count", "'inputs.list.Count' does not exist", null)]
    // operators
    [InlineData("1 + 'a'", "'+' cannot take a number and a string", "'~'")]
    [InlineData("'a' - 'b'", "'-' cannot take a string and a string", "| int")]
    [InlineData("'a' * 3", "'*' cannot take a string and a number", null)]
    [InlineData("[1] * 3", "'*' cannot take a list and a number", null)]
    [InlineData("null + 1", "'+' cannot take null and a number", null)]
    [InlineData("true + 1", "'+' cannot take a boolean and a number", null)]
    [InlineData("-'a'", "'-' takes a number, not a string", null)]
    [InlineData("1 / 0", "division by zero", null)]
    [InlineData("1.0 % 0.0", "division by zero", null)]
    [InlineData("9223372036854775807 + 1", "out of range in '+'", "code step")]
    [InlineData("-9223372036854775807 - 2", "out of range in '-'", null)]
    [InlineData("9223372036854775807 * 2", "out of range in '*'", null)]
    [InlineData("-9223372036854775808 / -1", "out of range in '/'", null)]
    [InlineData("-(0 - 9223372036854775807 - 1)", "out of range in '-'", null)]
    [InlineData("inputs.big + 1", "out of range in '+'", null)]
    [InlineData("-inputs.big", "out of range", null)]
    [InlineData("1e308 * 10", "out of range", null)]
    [InlineData("1 < 'a'", "cannot compare a number with a string", "| int")]
    [InlineData("null < 1", "cannot compare null with a number", null)]
    [InlineData("inputs.limit >= inputs.text", "cannot compare a number with a string", null)]
    [InlineData("[1] < [2]", "a list and a list have no order", null)]
    [InlineData("true < false", "have no order", null)]
    [InlineData("1 in 5", "'in' looks into a list, a string or an object, not into a number", null)]
    [InlineData("1 in null", "not into null", null)]
    [InlineData("1 in 'abc'", "'in' looks for a string in a string, not for a number", "| string")]
    [InlineData("1 in {'1': 2}", "looks for a string in an object", null)]
    [InlineData("{inputs.limit: 1}", "a key must be a string, not a number", "| string")]
    // filters
    [InlineData("5 | length", "'length' takes a string, a list or an object, not a number", null)]
    [InlineData("null | length", "not null", "default(")]
    [InlineData("5 | upper", "'upper' takes a string, not a number", "| string")]
    [InlineData("inputs.map | join(',')", "'join' takes a list, not an object", "| values")]
    [InlineData("inputs.list | join(1)", "'separator' of 'join' must be a string, not a number", null)]
    [InlineData("'a' | join(',')", "'join' takes a list, not a string", null)]
    [InlineData("'a' | split('')", "must not be empty", "white space")]
    [InlineData("'a' | replace('', 'b')", "must not be empty", null)]
    [InlineData("'{a' | fromjson", "'fromjson' got text that is not JSON (line 1, byte 2)", null)]
    [InlineData("'' | fromjson", "not JSON", null)]
    [InlineData("'NaN' | fromjson", "not JSON", null)]
    [InlineData("'abc' | int", "'int' cannot make an integer of a string", "| int(0)")]
    [InlineData("null | int", "'int' cannot make an integer of null", null)]
    [InlineData("'nan' | float", "'float' cannot make a number of a string", "| float(0)")]
    [InlineData("'1e999' | float", "cannot make a number", null)]
    [InlineData("1e300 | int", "more than 64 bits", null)]
    [InlineData("'1' | round", "'round' takes a number, not a string", "| float")]
    [InlineData("1.5 | round(99)", "'precision' of 'round' must lie in 0 to 15, not 99", null)]
    [InlineData("1.5 | round(1, 'up')", "must be common, ceil or floor, not 'up'", null)]
    [InlineData("1.5 | round('1')", "'precision' of 'round' must be an integer, not a string", null)]
    [InlineData("inputs.list | keys", "'keys' takes an object, not a list", null)]
    [InlineData("[] | first", "'first' finds nothing: the list is empty", "default(")]
    [InlineData("'' | last", "'last' finds nothing", null)]
    [InlineData("[] | max", "'max' finds nothing", null)]
    [InlineData("[1, 'a'] | sort", "cannot compare a number with a string", null)]
    [InlineData("[3, 2, 1, 'a', 5, 6, 7, 8, 9] | sort", "cannot compare a number with a string", null)]
    [InlineData("[[1], [2]] | sort", "have no order", null)]
    [InlineData("[1, null] | min", "cannot compare null with a number", null)]
    [InlineData("inputs.people | sort(attribute='home')", "the element has: name, age", null)]
    [InlineData("inputs.people | map('nam')", "'the element.nam' does not exist: the element has: name, age, admin, home", "'name'")]
    [InlineData("inputs.people | map('home.city')", "'the element.home' does not exist", null)]
    [InlineData("inputs.list | map('x')", "'the element.x' does not exist: the element is a number", null)]
    [InlineData("inputs.list | map(1)", "'attribute' of 'map' must be a string, not a number", null)]
    [InlineData("inputs.words | sum", "'sum' adds numbers, not a string", "attribute")]
    [InlineData("5 | slice(1)", "'slice' takes a list or a string, not a number", null)]
    [InlineData("inputs.list | slice('a')", "'start' of 'slice' must be an integer", null)]
    public void Evaluate_says_what_and_what_is_there(string expression, string message, string? suggestion)
    {
        var error = Assert.Throws<TemplateException>(
            () => Template.Parse("x {{ " + expression + " }}").Evaluate(TestScope.Standard, TemplateLimits.Default)).Error;

        Assert.Equal(ErrorCode.TemplateError, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.EndsWith($" (in {{{{ {expression} }}}})", error.Message, StringComparison.Ordinal);
        if (suggestion is not null)
        {
            Assert.Contains(suggestion, error.Suggestion, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_expression_quoted_is_the_one_that_failed_on_one_line() => Assert.EndsWith(
        "(in {{ inputs.gone | upper }})",
        Assert.Throws<TemplateException>(() => Template.Parse("{{ inputs.limit }} {{ inputs.gone\n   | upper }} {{ inputs.list }}")
            .Evaluate(TestScope.Standard, TemplateLimits.Default)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_long_expression_is_cut_in_the_message() => Assert.InRange(
        Assert.Throws<TemplateException>(() => Template.ParseExpression($"inputs.gone ~ '{new string('x', 1000)}'")
            .Evaluate(TestScope.Standard, TemplateLimits.Default)).Message.Length,
        100, 500);

    [Fact]
    public void An_error_never_shows_a_value() => Assert.DoesNotContain(
        "s3cret",
        Assert.Throws<TemplateException>(() => Template.ParseExpression("inputs.token.x")
            .Evaluate(TestScope.Of("""{"inputs": {"token": "s3cret"}}"""), TemplateLimits.Default)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Of_many_names_the_message_lists_some() => Assert.Contains(
        "has: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11, k12, k13, k14, k15, k16, k17, k18, k19 and 80 more",
        Assert.Throws<TemplateException>(() => Template.ParseExpression("inputs.other")
            .Evaluate(TestScope.Of($$"""{"inputs": { {{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"k{i}\": 1"))}} } }"""), TemplateLimits.Default)).Message,
        StringComparison.Ordinal);
}
