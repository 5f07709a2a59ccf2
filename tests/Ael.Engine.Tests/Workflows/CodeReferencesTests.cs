using Ael.Engine.Workflows;

namespace Ael.Engine.Tests.Workflows;

public class CodeReferencesTests
{
    [Theory]
    [InlineData("x = context.steps[\"log\"].output", "log")]
    [InlineData("x = context.steps['log'].output", "log")]
    [InlineData("x = context . steps [ 'log' ].output", "log")]
    [InlineData("x = context.steps.get('log', None)", "log")]
    [InlineData("x = context.steps.log.output", "log")]
    [InlineData("x = context.steps['a'].output + context.steps['b'].output", "a,b")]
    [InlineData("steps = context.steps\nx = steps['log']", "log?")]
    [InlineData("steps.append('log')", "append?")]
    [InlineData("# context.steps['log']\nx = 1", "")]
    [InlineData("x = \"context.steps['log']\"", "")]
    [InlineData("\"\"\"\ncontext.steps['log']\n\"\"\"\nx = context.steps['b']", "b")]
    [InlineData("x = f\"{context.steps['log'].output} it's\"\ny = context.steps['b']", "log,b")]
    [InlineData("x = 'it\\'s # no comment'; y = context.steps['b']", "b")]
    [InlineData("for k in context.steps.keys(): pass", "")]
    [InlineData("mysteps['log']", "")]
    [InlineData("x = context.steps[name]", "")]
    [InlineData("x = 'unclosed\ny = context.steps['b']", "b")]
    [InlineData("x = context.steps['a' ", "")]
    public void Steps_named_in_code_are_found(string code, string expected) =>
        Assert.Equal(expected, string.Join(',', CodeReferences.Find(code).Select(r => r.Name + (r.Certain ? "" : "?"))));
}
