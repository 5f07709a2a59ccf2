using System.CommandLine;
using System.Text;
using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Cli;

/// <summary><c>tools list</c> and <c>tools call</c>: the configured MCP servers, without a workflow.</summary>
internal static class ToolsCommand
{
    public static Command Create(Option<FileInfo?> config, ICommandHosts hosts)
    {
        var tool = new Argument<string>("tool") { Description = "The tool's name." };
        var arguments = new Argument<string>("arguments") { Description = "Its arguments as a JSON object.", DefaultValueFactory = _ => "{}" };
        var server = new Option<string?>("--server") { Description = "The server, when several offer the tool." };

        var list = new Command("list", "List the tools of every server.");
        list.SetAction((parsed, _) => WithToolsAsync(hosts, parsed.GetValue(config)?.FullName, (tools, _) => List(tools)));
        var call = new Command("call", "Call one tool and print its result.") { tool, arguments, server };
        call.SetAction((parsed, _) => WithToolsAsync(
            hosts, parsed.GetValue(config)?.FullName,
            (tools, stopping) => CallAsync(tools, new ToolCall(parsed.GetValue(tool)!, parsed.GetValue(server), Arguments(parsed.GetValue(arguments)!)), stopping)));
        return new Command("tools", "Look at and call the tools of the configured MCP servers.") { list, call };
    }

    private static Task<int> WithToolsAsync(ICommandHosts hosts, string? configPath, Func<IToolClient, CancellationToken, Task<int>> use) =>
        Headless.RunAsync(hosts, configPath, async (services, stopping) =>
        {
            var tools = services.GetRequiredService<IToolClient>();
            await tools.WaitForFirstConnectAsync(stopping);
            return await use(tools, stopping);
        });

    private static Task<int> List(IToolClient tools)
    {
        foreach (var tool in tools.Tools)
        {
            Console.Out.WriteLine($"{tool.Server,-16} {tool.Name,-32} {FirstLine(tool.Description)}");
        }

        foreach (var down in tools.Servers.Where(s => s.State != ServerState.Up))
        {
            Console.Error.WriteLine($"{down.Name}: {down.State}{(down.Error is { } e ? $": {e.Message}" : "")}");
        }

        return Task.FromResult(ExitCode.Completed);
    }

    private static async Task<int> CallAsync(IToolClient tools, ToolCall call, CancellationToken cancellationToken)
    {
        var result = await tools.CallAsync(call, cancellationToken);
        Console.Out.WriteLine(JsonSerializer.Serialize(result, StorageJson.Indented.JsonElement));
        return ExitCode.Completed;
    }

    private static JsonElement Arguments(string text)
    {
        var (value, mistake) = JsonMistake.Find(Encoding.UTF8.GetBytes(text));
        var why = mistake is null ? "they are not an object" : $"line {mistake.Line}, column {mistake.Column}: {mistake.Reason}";
        return mistake is null && value.ValueKind == JsonValueKind.Object ? value : throw new AelException(
            ErrorCode.ParamInvalid, $"the arguments are not a JSON object: {why}", suggestion: """Write them as '{"name": "value"}'.""");
    }

    private static string FirstLine(string? text) => text?.Split('\n')[0] ?? "";
}
