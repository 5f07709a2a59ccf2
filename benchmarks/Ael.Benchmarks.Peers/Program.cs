using Ael.Benchmarks.Load;
using Ael.Benchmarks.Peers;
using Ael.Benchmarks.Peers.Parts;

return args switch
{
    [EngineProcess.Argument, var setup] => await EngineProcess.ServeAsync(setup),
    [AgentsChain.Argument, var mode] => await EngineProcess.ServeAsync(new AgentsChain(mode)),
    ["steps", .. var rest] => await StepBenchmark.RunAsync(isShort: rest is ["--short"]),
    ["parts" or "templates" or "reading", .. var rest] => PartsBenchmark.Run(isShort: rest is ["--short"], args[0] == "parts" ? null : args[0]),
    [] or ["--short"] => await StepBenchmark.RunAsync(isShort: args.Length > 0) | PartsBenchmark.Run(isShort: args.Length > 0),
    _ => 2,
};
