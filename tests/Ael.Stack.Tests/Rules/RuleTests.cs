using Ael.Stack.Tests.Configuration;
using YamlDotNet.RepresentationModel;

namespace Ael.Stack.Tests.Rules;

/// <summary>Alerts, their unit tests and their runbooks belong together.</summary>
public sealed class RuleTests
{
    private static readonly string[] s_severities = ["critical", "warning", "none"];

    // It always fires, and is for somebody else to miss.
    private const string Watchdog = "AelWatchdog";

    public static TheoryData<string> Alerts => [.. Rule.Alerts().Select(a => a.Name)];

    [Fact]
    public void No_two_alerts_have_one_name() => Assert.Distinct(Rule.Alerts().Select(a => a.Name));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_says_how_bad_it_is_what_it_is_and_what_to_read(string name)
    {
        var alert = Rule.Alerts().Single(a => a.Name == name);

        Assert.Contains(alert.Labels["severity"], s_severities);
        Assert.EndsWith(".", alert.Annotations["summary"], StringComparison.Ordinal);
        Assert.EndsWith(".", alert.Annotations["description"], StringComparison.Ordinal);
        Assert.Equal($"docs/runbooks/{name}.md", alert.Annotations["runbook_url"]);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task A_runbook_says_what_it_means_where_to_look_what_to_do_and_when_it_is_false(string name)
    {
        var page = await File.ReadAllLinesAsync(Repository.PathOf("docs", "runbooks", name + ".md"), TestContext.Current.CancellationToken);

        Assert.Equal($"# {name}", page[0]);
        Assert.Equal(["## What it means", "## Look at", "## Do", "## When it is false"], page.Where(l => l.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_runbook_is_of_an_alert() => Assert.Equal(
        Rule.Alerts().Select(a => a.Name).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Repository.PathOf("docs", "runbooks"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => n != "README").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_is_tested_firing_and_not_firing(string name)
    {
        var tests = TestsOf("alert_rule_test").Where(t => t.At("alertname").Text() == name).Select(t => t.At("exp_alerts").Items().Count).ToList();

        Assert.Contains(tests, fired => fired > 0);
        if (name != Watchdog)
        {
            Assert.Contains(0, tests);
        }
    }

    [Fact]
    public void Every_recorded_series_is_tested_there_and_not_there()
    {
        var tests = TestsOf("promql_expr_test").ToLookup(t => t.At("exp_samples").Items().Count > 0, t => t.At("expr").Text());

        Assert.All(Rule.All().Select(r => r.Record).OfType<string>().Distinct(), record =>
        {
            Assert.Contains(tests[true], e => e.Contains(record, StringComparison.Ordinal));
            Assert.Contains(record, tests[false]);
        });
    }

    private static IEnumerable<YamlNode> TestsOf(string kind) =>
        from file in Directory.EnumerateFiles(Rule.Folder("tests"), "*.yml")
        from test in YamlFile.Read("otel", "prometheus", "tests", Path.GetFileName(file)).At("tests").Items()
        where test.Has(kind)
        from found in test[kind].Items()
        select found;
}
