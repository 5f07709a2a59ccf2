using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Tests.Yaml;

public class ScalarPlaceTests
{
    [Theory]
    [InlineData("a: xyQz\n", 1, 6)]
    [InlineData("a: 'xyQz'\n", 1, 7)]
    [InlineData("a: 'it''s Q'\n", 1, 11)]
    [InlineData("a: \"x\\n\\u0041 Q\"\n", 1, 15)]
    [InlineData("a: \"x \\\n    y Q\"\n", 2, 7)]
    [InlineData("a: |\n  first\n\n   Q\n", 4, 4)]
    [InlineData("a: |-  # comment Q\n  first\n  Q\n", 3, 3)]
    [InlineData("a: |2\n    first\n   Q\n", 3, 4)]
    [InlineData("a: >-\n  first\n  second Q\n\n  third\n", 3, 10)]
    [InlineData("a: first\n  second Q\n", 2, 10)]
    [InlineData("- a: {b: [x, \"yQ\"]}\n", 1, 16)]
    public void A_character_of_the_content_is_found_in_the_file(string yaml, int line, int column)
    {
        var scalar = Last(YamlLoader.Load(yaml, new ProblemList(ErrorCode.WorkflowInvalid))!);

        Assert.Equal((line, column), ScalarPlace.Of(scalar, scalar.Text.IndexOf('Q', StringComparison.Ordinal)));
    }

    [Fact]
    public void The_end_of_the_content_is_after_its_last_character()
    {
        var scalar = Last(YamlLoader.Load("a: 'xyz'\n", new ProblemList(ErrorCode.WorkflowInvalid))!);

        Assert.Equal((1, 8), ScalarPlace.Of(scalar, 3));
    }

    private static YamlScalar Last(YamlNode node) => node switch
    {
        YamlMapping mapping => Last(mapping.Entries[^1].Value),
        YamlSequence sequence => Last(sequence.Items[^1]),
        _ => (YamlScalar)node,
    };
}
