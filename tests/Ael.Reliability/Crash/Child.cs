using System.Diagnostics;

namespace Ael.Reliability.Crash;

/// <summary>This program again, as a process of its own.</summary>
internal static class Child
{
    public static string Program => Path.Combine(AppContext.BaseDirectory, "Ael.Reliability.dll");

    public static async Task<(int Code, string Output, string Errors)> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
