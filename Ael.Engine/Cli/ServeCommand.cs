using System.CommandLine;

namespace Ael.Engine.Cli;

internal static class ServeCommand
{
    public static Command Create(Option<FileInfo?> config, ICommandHosts hosts)
    {
        var command = new Command("serve", "Serve REST, MCP and the console until stopped.");
        command.SetAction((parsed, _) => Guard.RunAsync(() => hosts.ServeAsync(parsed.GetValue(config)?.FullName)));
        return command;
    }
}
