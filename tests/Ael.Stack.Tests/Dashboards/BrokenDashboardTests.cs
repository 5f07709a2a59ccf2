using System.Text.Json;
using Ael.Stack.Tests.Queries;

namespace Ael.Stack.Tests.Dashboards;

/// <summary>Each check finds the fault that it is for, in a copy of a dashboard with that fault.</summary>
public sealed class BrokenDashboardTests
{
    [Theory]
    [InlineData("\"uid\": \"ael-workflows\"", "\"uid\": \"ael-flows\"", "is not the file's name")]
    [InlineData("\"title\": \"AEL Workflow Execution\"", "\"title\": \"AEL Logs\"", "is another's, too")]
    [InlineData("\"editable\": false", "\"editable\": true", "editable false")]
    [InlineData("\"id\": 2,", "\"id\": 3,", "two panels have one id")]
    [InlineData("\"x\": 4, \"y\": 0, \"w\": 4", "\"x\": 3, \"y\": 0, \"w\": 4", "lies over")]
    [InlineData("\"x\": 20, \"y\": 0, \"w\": 4", "\"x\": 20, \"y\": 0, \"w\": 5", "not within the 24 columns")]
    [InlineData("\"description\": \"Executions that ended in the time range.\"", "\"description\": \"\"", "no description")]
    [InlineData("\"noValue\": \"No failures.\"", "\"noValue\": \"\"", "what it means to show nothing")]
    [InlineData("\"thresholds\":", "\"threshold\":", "has no thresholds")]
    [InlineData("workflow=~\\\"$workflow\\\"", "workflow=~\\\"$flow\\\"", "'flow' is used and not defined")]
    [InlineData("\"name\": \"workflow\"", "\"name\": \"flow\"", "'flow' is defined and not used")]
    [InlineData("\"tags\": [\"ael\"],\n  \"schemaVersion\"", "\"tags\": [],\n  \"schemaVersion\"", "do not lead to every dashboard")]
    [InlineData("/d/ael-traces?", "/d/ael-trace?", "leads to 'ael-trace', which is none")]
    [InlineData("/d/ael-traces?", "/explore?", "leads to no dashboard")]
    [InlineData("var-execution=", "var-executions=", "sets 'executions'")]
    [InlineData("Value #E", "Value #F", "speaks of query F")]
    [InlineData("\"refId\": \"B\"", "\"refId\": \"A\"", "two queries of one name")]
    [InlineData("\"value\": \"loki\"", "\"value\": \"logs\"", "is not provisioned")]
    public void A_fault_is_found(string good, string bad, string problem)
    {
        var (broken, all) = Break(good, bad);

        Assert.Contains(DashboardChecks.Of(broken, all), p => p.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"name\": \"prometheus_datasource\"", "\"name\": \"ds\"", "template-datasource")]
    [InlineData("\"refresh\": 2", "\"refresh\": 1", "template-on-time-change-reload")]
    [InlineData("\"uid\": \"${loki_datasource}\"", "\"uid\": \"loki\"", "panel-datasource")]
    [InlineData("\"unit\": \"opm\"", "\"unit\": \"per minute\"", "panel-units")]
    [InlineData("\"targets\": [", "\"target\": [", "panel-no-targets")]
    [InlineData("$__rate_interval", "5m", "target-rate-interval")]
    [InlineData("ael:active_workflows:sum", "sum(ael_errors_total)", "target-counter-agg")]
    public async Task A_fault_of_the_linters_kind_is_found(string good, string bad, string problem)
    {
        var (broken, _) = Break(good, bad);
        var queries = QuerySources.OfPanels(broken).Distinct().ToList();
        var parsed = queries.Zip(await QueryParsers.ParseAsync(queries)).ToDictionary(p => p.First, p => p.Second);

        Assert.Contains(LinterChecks.Of(broken, parsed), p => p.Contains(problem, StringComparison.Ordinal));
    }

    private static (Dashboard Broken, IReadOnlyList<Dashboard> All) Break(string good, string bad)
    {
        var all = Dashboard.All().ToList();
        var at = all.FindIndex(d => d.Uid == "ael-workflows");
        var text = all[at].Json.GetRawText();
        Assert.Contains(good, text, StringComparison.Ordinal);
        all[at] = new Dashboard(all[at].File, JsonElement.Parse(text.Replace(good, bad, StringComparison.Ordinal)));
        return (all[at], all);
    }
}
