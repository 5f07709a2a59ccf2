using System.CommandLine;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Cli;

/// <summary><c>run &lt;workflow or file.yaml&gt;</c>: one execution in this process, no server needed.</summary>
internal static class RunCommand
{
    public static Command Create(Option<FileInfo?> config, ICommandHosts hosts)
    {
        var target = new Argument<string>("workflow") { Description = "A workflow's name, name@version, or a YAML file." };
        var input = new Option<string[]>("--input") { Description = "One input as name=value; repeat it for more.", DefaultValueFactory = _ => [] };
        var inputs = new Option<FileInfo?>("--inputs") { Description = "A JSON file with the inputs as an object." };
        var json = new Option<bool>("--json") { Description = "Print the whole result as JSON instead of the output." };
        var command = new Command("run", "Run a workflow, show its steps, print its output.") { target, input, inputs, json };
        command.SetAction((parsed, _) => Headless.RunAsync(hosts, parsed.GetValue(config)?.FullName, async (services, stopping) =>
        {
            var request = await RequestAsync(services, parsed.GetValue(target)!, parsed.GetValue(inputs), parsed.GetValue(input)!, stopping);
            return await RunAsync(services.GetRequiredService<IWorkflowEngine>(), request, parsed.GetValue(json), stopping);
        }));
        return command;
    }

    private static async Task<StartRequest> RequestAsync(
        IServiceProvider services, string target, FileInfo? file, string[] pairs, CancellationToken cancellationToken)
    {
        var definition = target.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || target.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            ? await WorkflowFile.ReadAsync(services.GetRequiredService<IWorkflowValidator>(), target, cancellationToken)
            : services.GetRequiredService<IWorkflowCatalogue>().Get(target);
        var inputs = await CommandInputs.ReadAsync(definition, file, pairs, cancellationToken);
        return new StartRequest(definition.Name, inputs, Sources.Cli) { Definition = definition };
    }

    private static async Task<int> RunAsync(IWorkflowEngine engine, StartRequest request, bool json, CancellationToken stopping)
    {
        var handle = await engine.StartAsync(request, stopping);
        await using var interrupted = stopping.UnsafeRegister(_ => engine.Cancel(handle.ExecutionId, "the command was interrupted"), null);
        if (!json && await engine.WatchAsync(handle.ExecutionId, CancellationToken.None) is { } events)
        {
            await Progress.ShowAsync(events);
        }

        var result = await handle.Completion;
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(result, StorageJson.Indented.ExecutionResult));
        }
        else if (result.Status == ExecutionStatus.Completed)
        {
            PrintOutput(result.Output);
        }
        else
        {
            Guard.Print(result.Error ?? new AelError(ErrorCode.InternalError, $"the execution ended {result.Status}"), Console.Error);
        }

        return result.Status == ExecutionStatus.Completed ? ExitCode.Completed
            : result.Error?.Code == ErrorCode.InputInvalid ? ExitCode.Invalid : ExitCode.Failed;
    }

    private static void PrintOutput(JsonElement? output)
    {
        if (output is { ValueKind: JsonValueKind.String } text)
        {
            Console.Out.WriteLine(text.GetString());
        }
        else if (output is { } value && value.ValueKind != JsonValueKind.Null)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(value, StorageJson.Indented.JsonElement));
        }
    }
}
