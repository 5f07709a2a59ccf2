using System.Text.Json;
using Ael.Engine.Errors;

namespace Ael.Engine.Tests.Errors;

public class ErrorCodeTests
{
    [Fact]
    public void All_holds_every_declared_code_once()
    {
        var declared = typeof(ErrorCode).GetFields()
            .Where(f => f.FieldType == typeof(ErrorCode)).Select(f => (ErrorCode)f.GetValue(null)!).ToList();

        Assert.Equal(declared, ErrorCode.All);
        Assert.Equal(27, ErrorCode.All.Select(c => c.Name).Distinct().Count());
    }

    [Fact]
    public void An_error_survives_json()
    {
        var error = new AelError(ErrorCode.StepFailed, "sub-workflow failed")
        {
            StepId = "a",
            Cause = new AelError(ErrorCode.ToolNotFound, "no tool 'x'") { Tool = "x", Suggestion = "did you mean 'y'?" },
        };

        var json = JsonSerializer.Serialize(error);

        Assert.Equal(error, JsonSerializer.Deserialize<AelError>(json));
        Assert.False(error.Retryable);
        Assert.Contains("\"http_status\":500", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timout", "timeout")]
    [InlineData("setps", "steps")]
    [InlineData("depend_on", "depends_on")]
    public void A_mistyped_name_finds_its_neighbour(string word, string expected) =>
        Assert.Equal(expected, DidYouMean.Near(word, ["timeout", "steps", "depends_on", "description"])[0]);
}
