using Ael.Stack.Tests.Queries;
using Ael.Stack.Tests.Rules;

namespace Ael.Stack.Tests.Dashboards;

/// <summary>The dashboards as they are: nothing that can be known without Grafana is wrong with them.</summary>
public sealed class DashboardTests(QueryParsers parsers)
{
    private static readonly string[] s_six = ["ael-logs", "ael-overview", "ael-pipeline", "ael-tools", "ael-traces", "ael-workflows"];

    public static TheoryData<string> Files => [.. s_six];

    [Fact]
    public void There_are_six() => Assert.Equal(s_six, Dashboard.All().Select(d => d.Uid));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_dashboard_is_sound(string file)
    {
        var all = Dashboard.All();

        Assert.Empty(DashboardChecks.Of(all.Single(d => d.File == file), all));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_dashboard_passes_the_linters_rules(string file) =>
        Assert.Empty(LinterChecks.Of(Dashboard.All().Single(d => d.File == file), await parsers.AllAsync()));

    [Fact]
    public async Task Variables_offer_the_values_of_a_label_that_their_metric_has()
    {
        var known = new KnownNames(await parsers.AllAsync());
        foreach (var variable in Dashboard.All().SelectMany(d => d.Variables).Where(v => v.Type == "query"))
        {
            var query = new Query(variable.Name, QueryLanguage.Promql, $"sum by ({variable.Label}) ({variable.Metric})");
            Assert.Empty(known.Unknown(Assert.Single(await QueryParsers.ParseAsync([query])), query.Language));
        }
    }

    /// <summary>Zero where nothing is known would be a lie; only the number of alerts is zero whenever Prometheus answers at all.</summary>
    [Fact]
    public void Zero_is_claimed_only_where_it_is_true()
    {
        var claims = QuerySources.All().Where(q => q.Place.StartsWith("ael-", StringComparison.Ordinal) && q.Text.EndsWith("or vector(0)", StringComparison.Ordinal));

        Assert.Equal(["ael-overview, Alerts, A"], claims.Select(q => q.Place));
    }

    [Fact]
    public void Durations_show_exemplars() => Assert.Equal(
        ["Duration", "Duration of executions", "Duration percentiles", "Duration percentiles"],
        Dashboard.All().SelectMany(d => d.Panels).Where(p => p.Targets.Any(t => t.Exemplars)).Select(p => p.Title).Order(StringComparer.Ordinal));

    [Fact]
    public void An_alert_opens_a_dashboard_that_exists() => Assert.Empty(Rule.Alerts().Where(a => !s_six.Contains(a.Labels["dashboard"])).Select(a => a.Name));

    /// <summary>Where people sign in, viewers cannot open Explore. What Grafana itself links (exemplars, fields of a line) leads there; our links need not.</summary>
    [Fact]
    public void Nothing_leads_to_Explore() => Assert.DoesNotContain(Dashboard.All(), d => d.Json.GetRawText().Contains("/explore", StringComparison.Ordinal));
}
