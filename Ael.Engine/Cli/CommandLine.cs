using System.CommandLine;
using Ael.Engine.Cli.Doctor;

namespace Ael.Engine.Cli;

/// <summary>The command line: <c>serve</c>, <c>run</c>, <c>validate</c>, <c>tools</c>, <c>doctor</c>, <c>--stdio</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command line and gives its exit code (<see cref="ExitCode"/>).</summary>
    public static Task<int> RunAsync(string[] args, ICommandHosts hosts)
    {
        var config = new Option<FileInfo?>("--config") { Description = "The configuration file (default: $AEL_CONFIG_PATH, then ./ael-config.yaml).", Recursive = true };
        var stdio = new Option<bool>("--stdio") { Description = "Serve MCP over standard input and output." };
        var root = new RootCommand("AEL runs YAML workflows for AI agents: MCP tools, Python, other workflows.") { config, stdio };
        root.Add(ServeCommand.Create(config, hosts));
        root.Add(RunCommand.Create(config, hosts));
        root.Add(ValidateCommand.Create(config, hosts));
        root.Add(ToolsCommand.Create(config, hosts));
        root.Add(DoctorCommand.Create(config, hosts));
        root.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(stdio))
            {
                return await Guard.RunAsync(() => hosts.ServeStdioAsync(parsed.GetValue(config)?.FullName));
            }

            return await root.Parse(["--help"]).InvokeAsync(cancellationToken: cancellationToken);
        });

        // The host of each command listens to Ctrl-C and SIGTERM itself.
        var parsed = root.Parse(args);
        return parsed.Errors.Count == 0
            ? parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null })
            : InvalidAsync(parsed);
    }

    // The library prints the errors and exits with 1, which here means a failed execution. Its help belongs to the error: standard output is
    // for results.
    private static async Task<int> InvalidAsync(ParseResult parsed)
    {
        await parsed.InvokeAsync(new InvocationConfiguration { Output = Console.Error });
        return ExitCode.Invalid;
    }
}

/// <summary>Exit codes (engine.md, section 6).</summary>
internal static class ExitCode
{
    public const int Completed = 0;
    public const int Failed = 1;

    /// <summary>The workflow, its inputs, the configuration or the command line is not valid.</summary>
    public const int Invalid = 2;
}
