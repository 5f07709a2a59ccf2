using System.Diagnostics;
using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;
using ModelContextProtocol.Client;

namespace Ael.Benchmarks.Mcp;

/// <summary>A client calls a tool over Streamable HTTP through a workflow of the engine, and through a proxy that is the SDK and nothing else.</summary>
internal static class McpBenchmark
{
    public static async Task<int> RunAsync(Settings settings)
    {
        var (rounds, calls) = settings.Short ? (2, 5) : (40, 100);
        using var server = await WebProcess.StartAsync(McpRoles.Server);
        var address = new Uri(server.Address, "/mcp").ToString();
        using var engine = await WebProcess.StartAsync(McpRoles.Engine, address, McpRoles.Nothing);
        using var inMemory = await WebProcess.StartAsync(McpRoles.Engine, address, McpRoles.File);
        using var silent = await WebProcess.StartAsync(McpRoles.Engine, address, McpRoles.Telemetry);
        using var proxy = await WebProcess.StartAsync(McpRoles.Proxy, address);
        await using var toServer = await McpRoles.ConnectAsync(server.Address);
        await using var toEngine = await McpRoles.ConnectAsync(engine.Address);
        await using var toProxy = await McpRoles.ConnectAsync(proxy.Address);
        await using var toMemory = await McpRoles.ConnectAsync(inMemory.Address);
        await using var toSilent = await McpRoles.ConnectAsync(silent.Address);
        await ConnectedAsync(toEngine);
        await ConnectedAsync(toMemory);
        await ConnectedAsync(toSilent);
        var turns = await Turns.MeasureAsync(
            // Warm: all of the engine's code is compiled anew as it is used, twice; a server runs for days.
            rounds, settings.Short ? 1 : rounds, () => BlockAsync(toEngine, McpRoles.Workflow, calls), () => BlockAsync(toProxy, McpRoles.Tool, calls),
            () => BlockAsync(toServer, McpRoles.Tool, calls), () => BlockAsync(toMemory, McpRoles.Workflow, calls), () => BlockAsync(toSilent, McpRoles.Workflow, calls));
        var table = new Table("one tool call, p50        ", "us", "to the proxy           ", "target");
        table.Row("straight to the tool server", $"{turns.Median(2):0}", turns.Ratio(2, 1), "");
        table.Row("through a bare SDK proxy", $"{turns.Median(1):0}", "", "");
        table.Row("through a workflow of AEL", $"{turns.Median(0):0}", turns.Ratio(0, 1), "1.15");
        table.Row("the same, its store in memory", $"{turns.Median(3):0}", turns.Ratio(3, 1), "");
        table.Row("and telemetry off", $"{turns.Median(4):0}", turns.Ratio(4, 1), "");
        return 0;
    }

    private static async Task<double> BlockAsync(McpClient client, string tool, int calls)
    {
        var took = new double[calls];
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await McpRoles.CallAsync(client, tool, $"call {i}", CancellationToken.None);
            took[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return Sample.Median(took);
    }

    // The engine connects to its servers in the background.
    private static async Task ConnectedAsync(McpClient client)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await McpRoles.CallAsync(client, McpRoles.Workflow, "first", CancellationToken.None);
                return;
            }
            catch (InvalidOperationException) when (tries < 100)
            {
                await Task.Delay(50);
            }
        }
    }
}
