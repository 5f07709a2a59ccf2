using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Ael.Engine.Tests.Python;

public sealed partial class CodeStepsGuideTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Context = """
        {"inputs": {"limit": 2}, "steps": {"log": {"output": [{"subject": "fix: a"}, {"subject": "feat: b"}, {"subject": "fix: c"}],
         "status": "completed", "success": true, "error": null, "duration_ms": 3}}, "workflow": {"name": "w", "version": "1"}}
        """;

    [Fact]
    public async Task Every_example_of_the_guide_gives_what_stands_under_it()
    {
        var guide = await File.ReadAllTextAsync(GuidePath(), TestContext.Current.CancellationToken);
        var examples = Example().Matches(guide);
        Assert.Equal(Regex.Count(guide, "```python"), examples.Count);
        Assert.NotEmpty(examples);
        foreach (Match example in examples)
        {
            Assert.Equal(example.Groups["json"].Value, await shared.Runner.OutputAsync(example.Groups["code"].Value, Context));
        }
    }

    private static string GuidePath([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/guide/code-steps.md"));

    [GeneratedRegex("```python\n(?<code>.*?)```\n\n```json\n(?<json>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
