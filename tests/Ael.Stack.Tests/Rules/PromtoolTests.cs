namespace Ael.Stack.Tests.Rules;

/// <summary>The rules against Prometheus's own tool: its parser, its lints, and their unit tests.</summary>
public sealed class PromtoolTests
{
    public static TheoryData<string> Tests => [.. Directory.EnumerateFiles(Rule.Folder("tests"), "*.yml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Promtool_finds_nothing_to_say_about_the_rules()
    {
        var (exit, output) = await Promtool.RunAsync(["check", "rules", "--lint=all", "--lint-fatal", .. Directory.EnumerateFiles(Rule.Folder("rules"), "*.yml")]);

        Assert.True(exit == 0, output);
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task The_unit_tests_of_the_rules_pass(string file)
    {
        var (exit, output) = await Promtool.RunAsync(["test", "rules", Path.Combine(Rule.Folder("tests"), file)]);

        Assert.True(exit == 0, output);
    }
}
