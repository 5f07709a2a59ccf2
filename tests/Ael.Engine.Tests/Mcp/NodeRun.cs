using System.Diagnostics;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Mcp;

/// <summary>A program from npm that ran to its end.</summary>
internal sealed record NodeRun(int ExitCode, string Stdout, string Stderr)
{
    public string Output => Stdout + Stderr;

    public static async Task<NodeRun> StartAsync(NpmProgram program, CancellationToken cancellationToken, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program.Node, program.Args(args))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new NodeRun(process.ExitCode, await output, await errors);
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
