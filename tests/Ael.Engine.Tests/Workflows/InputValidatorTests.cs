using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Workflows;

public class InputValidatorTests
{
    private static readonly WorkflowDefinition s_workflow = WorkflowTestKit.Good("""
        name: w
        version: 1
        inputs:
          - repo
          - limit: {type: integer, default: 20, minimum: 1, maximum: 100, description: how many}
          - ratio: 0.5
          - level: {enum: [low, high], default: low}
          - since: {pattern: "^\\d{4}-", required: false}
          - flags: {type: array, required: false}
          - extra: {type: any, required: false}
          - options: {type: object, default: {a: 1}}
          - force: false
        steps: [{id: s, tool: t}]
        """);

    [Fact]
    public void Absent_inputs_get_their_typed_defaults_and_optional_ones_null()
    {
        var result = Validate("""{"repo": "r"}""");

        Assert.Empty(result.Problems);
        Assert.Null(result.Error);
        Assert.Equal(
            """{"repo":"r","limit":20,"ratio":0.5,"level":"low","since":null,"flags":null,"extra":null,"options":{"a":1},"force":false}""",
            result.Values.GetRawText());
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("5.0", "5")]
    [InlineData("5e1", "50")]
    [InlineData("500e-1", "50")]
    [InlineData("null", "20")]
    public void Whole_numbers_become_integers_and_null_of_an_optional_input_its_default(string given, string value) =>
        Assert.Equal(value, Validate($$"""{"repo": "r", "limit": {{given}}}""").Values.GetProperty("limit").GetRawText());

    [Theory]
    [InlineData("{}", "the input 'repo' is missing", "send 'repo' (string)")]
    [InlineData("""{"repo": null}""", "input 'repo': expected a string, was null", "give a value")]
    [InlineData("""{"repo": 5}""", "input 'repo': expected a string, was the number 5", "write it in quotes: \"5\"")]
    [InlineData("""{"repo": "r", "limit": "5"}""", "input 'limit': expected an integer, was the text '5'", "without quotes")]
    [InlineData("""{"repo": "r", "limit": 5.5}""", "input 'limit': expected an integer, was the number 5.5", "use a whole number")]
    [InlineData("""{"repo": "r", "limit": 1e-1}""", "expected an integer", "use a whole number")]
    [InlineData("""{"repo": "r", "limit": 1e999999999}""", "expected an integer", "use a whole number")]
    [InlineData("""{"repo": "r", "limit": 101}""", "must be from 1 to 100, was 101", "from 1 to 100")]
    [InlineData("""{"repo": "r", "limit": true}""", "expected an integer, was true", "use an integer")]
    [InlineData("""{"repo": "r", "ratio": "x"}""", "expected a number", "use a number")]
    [InlineData("""{"repo": "r", "level": "hgih"}""", "'hgih' is not one of low, high", "did you mean 'high'?")]
    [InlineData("""{"repo": "r", "since": "last week"}""", "'last week' does not match the pattern ^\\d{4}-", "of that form")]
    [InlineData("""{"repo": "r", "flags": "a"}""", "expected an array", "use a list: [...]")]
    [InlineData("""{"repo": "r", "options": []}""", "expected an object, was a list", "use an object")]
    [InlineData("""{"repo": "r", "force": "true"}""", "expected a boolean", "without quotes")]
    [InlineData("""{"repo": "r", "limt": 5}""", "there is no input 'limt'", "did you mean 'limit'?")]
    [InlineData("""{"repo": "r", "repo": "s"}""", "'repo' is given twice", "send it once")]
    [InlineData("[1]", "inputs must be an object, was a list", "send {")]
    public void What_does_not_fit_is_named(string inputs, string message, string suggestion)
    {
        var problem = Assert.Single(Validate(inputs).Problems);

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains(suggestion, problem.Suggestion!, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_in_the_error()
    {
        var error = Validate("""{"limit": "x", "lvel": 1}""").Error!;

        Assert.Equal(ErrorCode.InputInvalid, error.Code);
        Assert.Equal("there is no input 'lvel' (and 2 more)", error.Message);
        Assert.Equal(3, error.Detail!.Split('\n').Length);
    }

    [Theory]
    [InlineData("repo", "5", "\"5\"")]
    [InlineData("limit", "5", "5")]
    [InlineData("limit", "five", "\"five\"")]
    [InlineData("force", "true", "true")]
    [InlineData("flags", "[1, 2]", "[1, 2]")]
    [InlineData("extra", "{\"a\":1}", "{\"a\":1}")]
    [InlineData("extra", "plain", "\"plain\"")]
    [InlineData("unknown", "5", "\"5\"")]
    public void Text_is_read_by_the_declared_type(string name, string text, string json) =>
        Assert.Equal(json, InputText.Parse(s_workflow, name, text).GetRawText());

    [Fact]
    public void The_schema_says_all_that_is_declared()
    {
        var expected = JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "repo": {"type": "string"},
                "limit": {"type": "integer", "description": "how many", "default": 20, "minimum": 1, "maximum": 100},
                "ratio": {"type": "number", "default": 0.5},
                "level": {"type": "string", "default": "low", "enum": ["low", "high"]},
                "since": {"type": "string", "pattern": "^\\d{4}-"},
                "flags": {"type": "array"},
                "extra": {},
                "options": {"type": "object", "default": {"a": 1}},
                "force": {"type": "boolean", "default": false}
              },
              "required": ["repo"],
              "additionalProperties": false
            }
            """);

        Assert.True(JsonElement.DeepEquals(expected, InputSchema.Inputs(s_workflow)), InputSchema.Inputs(s_workflow).GetRawText());
        Assert.Null(InputSchema.Outputs(s_workflow));
    }

    [Fact]
    public void Declared_outputs_have_a_schema()
    {
        var workflow = WorkflowTestKit.Good("name: w\nversion: 1\nsteps: [{id: s, tool: t}]\noutputs: {x: 1, y: {from: steps.s.output, description: d}}\n");

        Assert.Equal("""{"type":"object","properties":{"x":{},"y":{"description":"d"}},"required":["x","y"]}""", InputSchema.Outputs(workflow)!.Value.GetRawText());
    }

    private static InputResult Validate(string inputs) => InputValidator.Validate(s_workflow, JsonElement.Parse(inputs));
}
