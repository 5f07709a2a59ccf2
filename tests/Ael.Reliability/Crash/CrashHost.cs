using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Python;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Sqlite;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ael.Reliability.Crash;

/// <summary>
/// One life of an engine: it recovers what the one before left, runs one execution, and dies where it was told to. Prints
/// <c>recovered id status</c>, <c>started id</c> (acknowledged), <c>ended id status</c>, <c>writes n</c>.
/// </summary>
internal static class CrashHost
{
    /// <param name="folder">Holds store, witness and workflows.</param>
    /// <param name="killAt">The write to die at, from 1; 0: none.</param>
    /// <param name="after">After that write instead of before.</param>
    /// <param name="recovering">Count from the recovery's first write, and start nothing but the very first execution.</param>
    public static async Task<int> RunAsync(string folder, int killAt, bool after, bool recovering)
    {
        using var host = Build(folder);
        await host.StartAsync();
        var store = (KillingStore)host.Services.GetRequiredService<IExecutionStore>();
        store.Arm(recovering ? killAt : 0, after);
        var recovered = await host.Services.GetRequiredService<ExecutionRecovery>().RunAsync(CancellationToken.None);
        foreach (var result in await Task.WhenAll(recovered))
        {
            Say($"recovered {result.ExecutionId} {result.Status}");
        }

        if (!recovering || (await store.ListAsync(new ExecutionQuery { Limit = 1 }, CancellationToken.None)).Items.Count == 0)
        {
            if (!recovering)
            {
                store.Arm(killAt, after);
            }

            var handle = await host.Services.GetRequiredService<IWorkflowEngine>().StartAsync(
                new StartRequest(CrashWorkflows.Name, JsonElement.Parse("{}"), Sources.Rest), CancellationToken.None);
            Say($"started {handle.ExecutionId}");
            Say($"ended {handle.ExecutionId} {(await handle.Completion).Status}");
            Say($"writes {store.Writes}");
        }

        await host.StopAsync();
        return 0;
    }

    public static string Store(string folder) => Path.Combine(folder, "ael.db");

    public static string WitnessFile(string folder) => Path.Combine(folder, "witness.txt");

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private static IHost Build(string folder)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddConfiguration(new EngineOptions
        {
            Workflows = new WorkflowOptions { Directory = Path.Combine(folder, "workflows"), Watch = false },
            Storage = new StorageOptions { Path = Store(folder) },
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IExecutionStore>(s => new KillingStore(
            new SqliteExecutionStore(s.GetRequiredService<EngineOptions>().Storage, s.GetRequiredService<TimeProvider>())));
        builder.Services.AddSingleton<ICodeRunner, NoCode>();
        builder.Services.AddSingleton<IToolClient>(new WitnessTools(WitnessFile(folder)));
        builder.Services.AddWorkflows().AddExecution();
        return builder.Build();
    }
}
