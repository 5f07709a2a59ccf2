using System.ComponentModel;
using System.Diagnostics;
using Ael.Engine.Processes;

namespace Ael.Engine.Python;

/// <summary>Runs the programs that code steps need.</summary>
internal static class ExternalProgram
{
    /// <summary>Runs a program to its end. What cannot be started or takes too long ends with code -1 and the reason in the error text.</summary>
    public static async Task<ProgramEnd> RunAsync(string file, IEnumerable<string> arguments, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var process = Process.Start(start) ?? throw new Win32Exception($"{file} did not start");
            try
            {
                process.StandardInput.Close();
                var output = process.StandardOutput.ReadToEndAsync(either.Token);
                var error = process.StandardError.ReadToEndAsync(either.Token);
                await process.WaitForExitAsync(either.Token);
                return new ProgramEnd(process.ExitCode, await output, (await error).Trim());
            }
            catch (OperationCanceledException)
            {
                process.KillTree();
                throw;
            }
        }
        catch (Win32Exception e)
        {
            return new ProgramEnd(-1, "", e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProgramEnd(-1, "", $"no end after {timeout.TotalSeconds:0} s");
        }
    }
}

internal sealed record ProgramEnd(int ExitCode, string Output, string Error);
