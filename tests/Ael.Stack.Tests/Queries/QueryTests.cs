namespace Ael.Stack.Tests.Queries;

/// <summary>Every query parses in the grammar of the editor it would be opened in, and names what there is.</summary>
public sealed class QueryTests(QueryParsers parsers)
{
    [Fact]
    public async Task Every_query_parses()
    {
        var all = await parsers.AllAsync();

        Assert.Equal(3, all.Keys.Select(q => q.Language).Distinct().Count());
        Assert.Empty(all.SelectMany(q => q.Value.Errors.Select(e => $"{q.Key}: {e}")));
    }

    [Fact]
    public async Task Every_name_in_a_query_is_one_that_something_exports()
    {
        var all = await parsers.AllAsync();
        var known = new KnownNames(all);

        Assert.Empty(all.SelectMany(q => known.Unknown(q.Value, q.Key.Language).Select(u => $"{q.Key}: {u}")));
    }

    [Theory]
    [InlineData(QueryLanguage.Promql, "sum(rate(ael_workflow_executions_total[5m])")]
    [InlineData(QueryLanguage.Logql, "{service_name=\"ael\"} | component=")]
    [InlineData(QueryLanguage.Traceql, "{ span.ael.tool.name = }")]
    internal async Task A_query_with_an_error_is_found(QueryLanguage language, string text)
    {
        var parsed = Assert.Single(await QueryParsers.ParseAsync([new("here", language, text)]));

        Assert.NotEmpty(parsed.Errors);
    }

    [Theory]
    [InlineData(QueryLanguage.Promql, "sum(ael_workflow_execution_total)", "no metric 'ael_workflow_execution_total'")]
    [InlineData(QueryLanguage.Promql, "sum(ael_tool_invocations_total{workflow=\"x\"})", "no label 'workflow' on 'ael_tool_invocations_total'")]
    [InlineData(QueryLanguage.Promql, "sum by (tool) (ael:errors:total)", "no label 'tool' on any metric of the query")]
    [InlineData(QueryLanguage.Promql, "sum(ael:no_such:rule)", "no metric 'ael:no_such:rule'")]
    [InlineData(QueryLanguage.Logql, "{workflow_id=\"x\"}", "no index label 'workflow_id'")]
    [InlineData(QueryLanguage.Logql, "{service_name=\"ael\"} | workflow=\"x\"", "no log field 'workflow'")]
    [InlineData(QueryLanguage.Traceql, "{ span.ael.workflow = \"x\" }", "no attribute 'span.ael.workflow'")]
    internal async Task A_name_that_nothing_exports_is_found(QueryLanguage language, string text, string problem)
    {
        var known = new KnownNames(await parsers.AllAsync());
        var parsed = Assert.Single(await QueryParsers.ParseAsync([new("here", language, text)]));

        Assert.Equal([problem], known.Unknown(parsed, language));
    }

    [Fact]
    public async Task Every_listed_metric_of_a_server_is_used()
    {
        var used = (await parsers.AllAsync()).Values.SelectMany(q => q.Selectors).Select(s => s.Name).ToHashSet();

        Assert.Empty(ForeignMetrics.All.Select(m => m.Name).Except(used));
    }
}
