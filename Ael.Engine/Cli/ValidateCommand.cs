using System.CommandLine;
using Ael.Engine.Errors;
using Ael.Engine.Tools;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Cli;

/// <summary><c>validate &lt;path...&gt;</c>: every problem of every file, a line each, as compilers print them.</summary>
internal static class ValidateCommand
{
    // Servers that do not answer in this time give warnings about their tools, no more.
    private static readonly TimeSpan s_serverWait = TimeSpan.FromSeconds(10);

    public static Command Create(Option<FileInfo?> config, ICommandHosts hosts)
    {
        var paths = new Argument<string[]>("path") { Description = "Workflow files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var offline = new Option<bool>("--offline") { Description = "Do not ask MCP servers whether the tools exist." };
        var command = new Command("validate", "Check workflow files and name every problem.") { paths, offline };
        command.SetAction((parsed, _) => Headless.RunAsync(
            hosts, parsed.GetValue(config)?.FullName,
            (services, stopping) => ValidateAsync(services, parsed.GetValue(paths)!, !parsed.GetValue(offline), stopping)));
        return command;
    }

    private static async Task<int> ValidateAsync(IServiceProvider services, string[] paths, bool all, CancellationToken cancellationToken)
    {
        if (all)
        {
            await WaitForServersAsync(services.GetRequiredService<IToolClient>(), cancellationToken);
        }

        var validator = services.GetRequiredService<IWorkflowValidator>();
        var valid = true;
        foreach (var path in paths.SelectMany(Files))
        {
            var result = await validator.ValidateAsync(await WorkflowFile.TextAsync(path, cancellationToken), path, all, cancellationToken);
            foreach (var problem in result.Problems)
            {
                var severity = problem.Severity == ProblemSeverity.Error ? "error" : "warning";
                Console.Out.WriteLine($"{path}:{problem.Line}:{problem.Column}: {severity} {problem.Code.Name}: {problem.Path}: {problem.Message}{(problem.Suggestion is { } s ? $" ({s})" : "")}");
            }

            if (result.Valid)
            {
                Console.Out.WriteLine($"{path}: valid");
            }

            valid &= result.Valid;
        }

        return valid ? ExitCode.Completed : ExitCode.Invalid;
    }

    private static async Task WaitForServersAsync(IToolClient tools, CancellationToken cancellationToken)
    {
        try
        {
            await tools.WaitForFirstConnectAsync(cancellationToken).WaitAsync(s_serverWait, cancellationToken);
        }
        catch (TimeoutException)
        {
            Console.Error.WriteLine("Some MCP servers do not answer yet; their tools cannot be checked.");
        }
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(f => f.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
        : [path];
}
