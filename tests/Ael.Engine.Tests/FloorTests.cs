using System.Text.RegularExpressions;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests;

/// <summary>The floors of CONTRIBUTING.md: an arrow may only point down.</summary>
public partial class FloorTests
{
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Errors"] = [],
        ["Processes"] = [],
        ["Yaml"] = ["Errors"],
        ["Telemetry"] = ["Errors", "Yaml"],
        ["Configuration"] = ["Errors", "Yaml"],
        ["Expressions"] = ["Errors", "Yaml"],
        ["Workflows"] = ["Errors", "Yaml", "Telemetry", "Configuration", "Expressions"],
        ["Tools"] = [.. Ground],
        ["Python"] = [.. Ground],
        ["Storage"] = [.. Ground],
        ["Execution"] = [.. Ground, .. Parts],
        ["Cluster"] = [.. Ground, .. Parts, "Execution"],
        ["Mcp"] = [.. Ground, .. Parts, "Execution"],
        ["Api"] = [.. Ground, .. Parts, "Execution"],
        ["Cli"] = [.. Ground, .. Parts, "Execution"],
        ["Console"] = [.. Ground, .. Parts, "Execution"],
    };

    private static IEnumerable<string> Ground => ["Errors", "Processes", "Yaml", "Telemetry", "Configuration", "Expressions", "Workflows"];

    private static IEnumerable<string> Parts => ["Tools", "Python", "Storage"];

    public static TheoryData<string> Floors => [.. s_mayUse.Keys];

    [Theory]
    [MemberData(nameof(Floors))]
    public void A_folder_uses_only_what_is_below_it(string folder)
    {
        var forbidden = s_mayUse.Keys.Append("Hosting").Except(s_mayUse[folder]).Where(f => f != folder).ToHashSet();

        var arrows =
            from file in Directory.EnumerateFiles(Repository.PathOf("Ael.Engine", folder), "*.cs", SearchOption.AllDirectories)
            from line in File.ReadLines(file)
            let code = Comment().Replace(line, "")
            from Match use in EngineNamespace().Matches(code)
            where forbidden.Contains(use.Groups[1].Value)
            select $"{Path.GetFileName(file)}: {code.Trim()}";

        Assert.Empty(arrows);
    }

    [Fact]
    public void Every_folder_of_the_engine_has_its_floor() =>
        Assert.Equal(
            s_mayUse.Keys.Append("Hosting").Order(),
            Directory.EnumerateDirectories(Repository.PathOf("Ael.Engine")).Select(d => Path.GetFileName(d)!).Except(["bin", "obj", "Properties"]).Order());

    [Fact]
    public void No_file_is_longer_than_400_lines_and_Program_is_short()
    {
        string[] roots = ["Ael.Cluster", "Ael.Engine", "Ael.AppHost", "Ael.ServiceDefaults", "benchmarks", "workflows", "tests"];
        var files = roots.SelectMany(r => Directory.EnumerateFiles(Repository.PathOf(r), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains("node_modules", StringComparison.Ordinal));

        Assert.DoesNotContain(files, f => File.ReadLines(f).Count() > 400);
        Assert.True(File.ReadLines(Repository.PathOf("Ael.Engine", "Program.cs")).Count() < 60);
    }

    [GeneratedRegex(@"\bAel\.Engine\.([A-Z][A-Za-z]+)")]
    private static partial Regex EngineNamespace();

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();
}
