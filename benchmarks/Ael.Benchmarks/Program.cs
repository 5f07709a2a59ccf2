using Ael.Benchmarks;
using Ael.Benchmarks.Export;
using Ael.Benchmarks.Load;
using Ael.Benchmarks.Mcp;
using Ael.Benchmarks.Start;

// Collectors and engines under load are processes of their own, children of this one: what one costs must not be counted as the other's.
return args switch
{
    [CollectorProcess.Argument, var fault] => await CollectorProcess.ServeAsync(fault),
    [EngineProcess.Argument, var setup] => await EngineProcess.ServeAsync(setup),
    [McpRoles.Server] => await McpRoles.ServeAsync(),
    [McpRoles.Proxy, var server] => await McpRoles.ProxyAsync(server),
    [McpRoles.Engine, var server, var less] => await McpRoles.EngineAsync(server, less),
    [StartBenchmark.Argument, var port] => await StartBenchmark.ServeAsync(port),
    _ when Settings.Read(args) is { } settings => await settings.RunAsync(),
    _ => Settings.Help(),
};
