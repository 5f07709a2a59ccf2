using System.Globalization;
using Ael.Reliability;
using Ael.Reliability.Cluster;
using Ael.Reliability.Crash;
using Ael.Reliability.Faults;

return args switch
{
    ["crash-host", var folder, var at, var when, .. var more] =>
        await CrashHost.RunAsync(folder, int.Parse(at, CultureInfo.InvariantCulture), when == "after", more is ["recovering"]),
    ["witness", var file] => await WitnessServer.RunAsync(file),
    ["faulty"] => FaultyServer.Run(),
    ["crash-points"] => await Commands.CrashPointsAsync(),
    ["kills", .. var count] => await Commands.KillsAsync(Commands.Number(count, 200)),
    ["overload", .. var seconds] => await Commands.OverloadAsync(Commands.Number(seconds, 60)),
    ["soak", .. var executions] => await Commands.SoakAsync(Commands.Number(executions, 100_000)),
    ["cluster-kill", .. var executions] => await ClusterCommands.KillAsync(Commands.Number(executions, 300)),
    ["cluster-roll", .. var executions] => await ClusterCommands.RollAsync(Commands.Number(executions, 100)),
    ["cluster-outage", .. var seconds] => await ClusterCommands.OutageAsync(Commands.Number(seconds, 20)),
    ["cluster-freeze", .. var seconds] => await ClusterCommands.FreezeAsync(Commands.Number(seconds, 60)),
    ["cluster-throughput", .. var seconds] => await Throughput.RunAsync(Commands.Number(seconds, 20)),
    _ => Commands.Usage(),
};
