using System.Globalization;
using System.Text.Json;
using Ael.Stack.Tests.Apis;
using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.EndToEnd;

/// <summary>Tail sampling below 100 %, from the engine through the collector into Tempo.</summary>
public sealed class SamplingTests
{
    // With a share of one half, all or none of so many would be kept once in 10^14 runs.
    private const int Ordinary = 48;

    private const int SlowMs = 3000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Errors_and_slow_traces_are_all_kept_and_of_the_others_a_share()
    {
        Programs.Require("python3");
        await using var servers = new StackServers();
        var tempo = servers.AddTempo();
        var collector = servers.AddCollector();
        collector.Environment["AEL_TRACES_PERCENT"] = "50";
        collector.Environment["AEL_TRACES_SLOW_MS"] = SlowMs.ToString(CultureInfo.InvariantCulture);
        tempo.Begin();
        collector.Begin();
        using var traces = new TempoApi(servers.Url("tempo", 3200));
        await using var engine = new StackEngine(servers, StackEngine.ExportTo(servers.Url("otel-collector", 4317)));
        await tempo.ReadyAsync(Token);
        await collector.ReadyAsync(Token);
        await engine.StartAsync(Token);

        // What took long on a busy machine counts as slow, so it is left out here.
        List<JsonElement> quick = [];
        while (quick.Count < Ordinary)
        {
            quick.AddRange((await Load.RunAsync(engine.Now, "good", 8, Token)).Where(e => e.GetProperty("duration_ms").GetDouble() < SlowMs / 3));
        }

        JsonElement[] slow = [await engine.Now.RunAsync("slow", new { seconds = (SlowMs / 1000) + 1 }, Token)];
        var failed = await Load.RunAsync(engine.Now, "failing", 6, Token);

        // The failed ones were the last: when they are there, all others have been decided.
        await Eventually.TrueAsync(
            async () => await KeptAsync(traces, [.. slow, .. failed]) == slow.Length + failed.Length,
            () => "not all failed and slow executions have their trace in Tempo", Token);
        Assert.InRange(await KeptAsync(traces, quick), 1, quick.Count - 1);
    }

    private static async Task<int> KeptAsync(TempoApi traces, IEnumerable<JsonElement> executions)
    {
        var kept = 0;
        foreach (var execution in executions)
        {
            kept += (await traces.TraceAsync(execution.GetProperty("trace_id").GetString()!, Token)).Count > 0 ? 1 : 0;
        }

        return kept;
    }
}
