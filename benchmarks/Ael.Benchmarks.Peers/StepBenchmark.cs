using Ael.Benchmarks.Load;
using Ael.Benchmarks.Measure;

namespace Ael.Benchmarks.Peers;

/// <summary>Ten steps that do nothing, one after the other: our engine with its store in memory and telemetry off, against others in process.</summary>
internal static class StepBenchmark
{
    public static async Task<int> RunAsync(bool isShort)
    {
        var (rounds, executions) = isShort ? (3, 10) : (40, 300);
        using var ael = new EngineProcess(new EngineSetup(StepWork.Nothing) { Telemetry = false, Chain = AgentsChain.Length });
        using var agents = new EngineProcess(AgentsChain.Argument, AgentsChain.Default);
        using var lockstep = new EngineProcess(AgentsChain.Argument, AgentsChain.Lockstep);
        (string Name, EngineProcess Process, string Target)[] all =
            [("AEL", ael, ""), ("Microsoft.Agents.AI.Workflows, default", agents, "0.5"), ("Microsoft.Agents.AI.Workflows, lockstep", lockstep, "1")];
        // Code is compiled again in the background once it is known to be used much, and again with what was learned.
        for (var pass = 0; pass < (isShort ? 1 : 8); pass++)
        {
            foreach (var (_, process, _) in all)
            {
                await process.RunAsync(executions * 10);
                await Task.Delay(100);
            }
        }

        var turns = await Turns.MeasureAsync(rounds, 0, [.. all.Select(side => (Func<Task<double>>)(async () =>
            1000 * Sample.Median(await side.Process.RunAsync(executions)) / AgentsChain.Length))]);
        var table = new Table("ten steps of nothing                   ", "us a step", "bytes a step", "AEL's time to it      ", "AEL's bytes to it", "target");
        var bytes = new List<double>();
        for (var i = 0; i < all.Length; i++)
        {
            bytes.Add((double)await all[i].Process.AllocatedAsync(executions) / executions / AgentsChain.Length);
            table.Row(all[i].Name, $"{turns.Median(i):0.0}", $"{bytes[i]:0}", i == 0 ? "" : turns.Ratio(0, i), i == 0 ? "" : $"{bytes[0] / bytes[i]:0.00}", all[i].Target);
        }

        return 0;
    }
}
