using System.Net;
using System.Net.Http.Json;
using System.Text;
using Ael.Reliability.Cluster;
using ModelContextProtocol.Client;

namespace Ael.Engine.Tests.Cluster;

/// <summary>Any node answers for any execution.</summary>
[Collection(nameof(ClusterFixture))]
public sealed class AnyNodeTests(ClusterFixture cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Executions_are_spread_over_the_nodes_and_seen_from_each()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => cluster.Nodes[0].BeginAsync(Stations.Name, new { ms = 300 }, Token)));

        var owners = (await cluster.Folder.QueryAsync("SELECT id, owner FROM executions", Token)).Where(e => ids.Contains(e.Item1)).Select(e => e.Item2);
        Assert.Equal(Blows.Count, owners.Distinct().Count());
        foreach (var engine in cluster.Nodes.All)
        {
            await engine.UntilAsync(
                $"/api/v1/executions/{ids[0]}", e => e.GetProperty("status").GetString() == "running" && e.GetProperty("steps").EnumerateArray().Any(s => s.GetProperty("status").GetString() == "running"), Token);
        }

        foreach (var id in ids)
        {
            Assert.Equal("completed", (await cluster.Nodes[1].EndAsync(id, Token)).GetProperty("status").GetString());
        }

        var logs = await cluster.Nodes[2].GetAsync($"/api/v1/executions/{ids[0]}/logs", Token);
        Assert.NotEqual(0, logs.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Events_come_through_every_node_in_order_and_without_gaps()
    {
        var id = await cluster.Nodes[0].BeginAsync(Stations.Name, new { ms = 20_000 }, Token);
        var open = await Task.WhenAll(cluster.Nodes.All.Select(async e =>
        {
            var stream = new StreamReader(await e.Http.GetStreamAsync($"/api/v1/executions/{id}/events", Token));
            return (Stream: stream, First: await stream.ReadLineAsync(Token));
        }));
        using var cancelled = await cluster.Nodes[1].Http.PostAsJsonAsync($"/api/v1/executions/{id}/cancel", new { }, Token);

        var streams = await Task.WhenAll(open.Select(async o => $"{o.First}\n{await o.Stream.ReadToEndAsync(Token)}"));

        Assert.All(streams, text =>
        {
            var numbers = text.Split('\n').Where(l => l.StartsWith("id: ", StringComparison.Ordinal)).Select(l => int.Parse(l[4..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
            Assert.Equal(2, text.Split("event: step_ended").Length - 1);
            Assert.Contains("event: execution_ended", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Every_node_cancels_what_runs_on_any()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => cluster.Nodes[0].BeginAsync(Stations.Name, new { ms = 20_000 }, Token)));

        for (var i = 0; i < ids.Length; i++)
        {
            using var answer = await cluster.Nodes[i % Blows.Count].Http.PostAsJsonAsync($"/api/v1/executions/{ids[i]}/cancel", new { reason = "enough" }, Token);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        foreach (var id in ids)
        {
            Assert.Equal("cancelled", (await cluster.Nodes[0].EndAsync(id, Token)).GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task A_caller_that_waits_gets_its_result_by_MCP_wherever_it_runs()
    {
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = cluster.Nodes[1].Mcp }), cancellationToken: Token);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.CallToolAsync(Stations.Name, new Dictionary<string, object?> { ["ms"] = 10 }, cancellationToken: Token).AsTask()));

        Assert.All(results, r => Assert.False(r.IsError is true));
    }

    [Fact]
    public async Task A_workflow_put_on_one_node_is_there_on_all_and_what_has_begun_keeps_its_version()
    {
        await PutAsync(0, "1.0", "one");
        await SeenAsync("1.0");
        var before = await cluster.Nodes[1].BeginAsync("shared", new { }, Token);
        await PutAsync(2, "1.1", "two");
        await SeenAsync("1.1");

        var after = await cluster.Nodes[0].RunAsync("shared", new { }, Token);

        Assert.Equal("two", after.GetProperty("output").GetString());
        Assert.Equal(("one", "1.0"), await cluster.Nodes[2].EndAsync(before, Token) is var end ? (end.GetProperty("output").GetString(), end.GetProperty("version").GetString()) : default);
    }

    [Fact]
    public async Task Every_node_says_who_takes_part()
    {
        foreach (var engine in cluster.Nodes.All)
        {
            var check = (await engine.GetAsync("/health", Token)).GetProperty("checks").GetProperty("cluster").GetProperty("reason").GetString()!;
            Assert.All(Enumerable.Range(0, Blows.Count), node => Assert.Contains(cluster.Nodes.NameOf(node), check, StringComparison.Ordinal));
            Assert.Equal(Blows.Count, await engine.MetricAsync("ael_cluster_nodes", Token));
        }
    }

    private async Task PutAsync(int node, string version, string word)
    {
        var yaml = $$$"""
            name: shared
            version: "{{{version}}}"
            steps: [ { id: wait, tool: pause, params: { ms: 300 } } ]
            output: {{{word}}}
            """;
        using var content = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var answer = await cluster.Nodes[node].Http.PutAsync(new Uri("/api/v1/workflows/shared", UriKind.Relative), content, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private async Task SeenAsync(string version)
    {
        foreach (var engine in cluster.Nodes.All)
        {
            await engine.UntilAsync("/api/v1/workflows", w => w.GetProperty("items").EnumerateArray().Any(i => i.GetProperty("name").GetString() == "shared" && i.GetProperty("version").GetString() == version), Token);
        }
    }
}
