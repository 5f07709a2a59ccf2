using System.CommandLine;

namespace Ael.Engine.Cli.Doctor;

/// <summary><c>doctor</c>: does what an execution leaves arrive in Prometheus, Loki and Tempo?</summary>
internal static class DoctorCommand
{
    private const int LinkWidth = 26;

    public static Command Create(Option<FileInfo?> config, ICommandHosts hosts)
    {
        var command = new Command("doctor", "Run a probe, and look for what it left in Prometheus, Loki and Tempo.");
        command.SetAction((parsed, _) => Headless.RunAsync(() => hosts.BuildProbing(parsed.GetValue(config)?.FullName), async (services, stopping) =>
        {
            var findings = await Examination.RunAsync(services, stopping);
            foreach (var finding in findings)
            {
                Print(finding);
            }

            var broken = findings.Count(f => f.Verdict == Verdict.Broken);
            Console.Out.WriteLine(broken == 0 ? "Everything that was looked at works." : $"{broken} of {findings.Count} links do not work.");
            return broken == 0 ? ExitCode.Completed : ExitCode.Failed;
        }));
        return command;
    }

    private static void Print(Finding finding)
    {
        var verdict = finding.Verdict switch
        {
            Verdict.Works => "works",
            Verdict.Broken => "broken",
            _ => "skipped",
        };
        Console.Out.WriteLine($"{verdict,-8}{finding.Link.PadRight(LinkWidth)}{finding.What}");
        if (finding.Advice is { } advice)
        {
            Console.Out.WriteLine($"{"",8}{"",LinkWidth}{advice}");
        }
    }
}
