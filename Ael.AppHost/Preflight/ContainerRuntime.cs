using System.ComponentModel;
using System.Diagnostics;

namespace Ael.AppHost.Preflight;

/// <summary>A container runtime that answers.</summary>
/// <param name="Name">Its program.</param>
/// <param name="BuildsImages">Whether it has BuildKit, which Aspire needs once to build the tunnel from containers to this machine.</param>
internal sealed record ContainerRuntime(string Name, bool BuildsImages)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    public static ContainerRuntime Assumed { get; } = new("docker", true);

    /// <param name="chosen">The only one to look for; null: docker, then podman, as Aspire does.</param>
    public static (ContainerRuntime? Runtime, (string Reason, string Remedy)? Failure) Find(string? chosen)
    {
        (string Reason, string Remedy)? failure = null;
        foreach (var name in chosen is { Length: > 0 } ? [chosen] : (string[])["docker", "podman"])
        {
            // Lists containers, since that needs the engine behind the program.
            var answer = Ask(name, "ps", "--quiet", "--last", "1");
            if (answer == null)
            {
                return (new ContainerRuntime(name, IsPodman(name) || Ask(name, "buildx", "version") == null), null);
            }

            // An installed runtime that does not answer says more than the next one that is not there.
            if (failure is null || answer.Installed)
            {
                failure = answer.Installed
                    ? ($"{name} is installed and does not answer ({answer.Text}).", $"start {name} (is its service running, and may you use it?), and run this again.")
                    : ($"no container runtime answers ({chosen ?? "docker or podman"} is not on PATH).", "install and start Docker or Podman, and run this again.");
                if (answer.Installed)
                {
                    break;
                }
            }
        }

        return (null, failure);
    }

    // It builds images by itself.
    private static bool IsPodman(string name) => Path.GetFileNameWithoutExtension(name) == "podman";

    /// <summary>Null when it was content.</summary>
    private static Complaint? Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill(entireProcessTree: true);
                return new Complaint(true, $"no answer within {s_patience.TotalSeconds:0} s");
            }

            Task.WaitAll(output, errors);
            return process.ExitCode == 0 ? null : new Complaint(true, FirstLine(errors.Result, process.ExitCode));
        }
        catch (Win32Exception)
        {
            return new Complaint(false, "not found");
        }
    }

    private static string FirstLine(string errors, int exitCode) =>
        errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? $"exit code {exitCode}";

    private sealed record Complaint(bool Installed, string Text);
}
