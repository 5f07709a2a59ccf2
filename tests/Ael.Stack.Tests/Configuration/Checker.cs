using System.Diagnostics;

namespace Ael.Stack.Tests.Configuration;

/// <summary>A component's own check of its configuration.</summary>
internal static class Checker
{
    /// <summary>Runs it; gives its exit code and what it said.</summary>
    public static async Task<(int Code, string Said)> RunAsync(string program, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, string.Concat(said));
    }

    /// <summary>It finds nothing wrong.</summary>
    public static async Task PassesAsync(string program, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (code, said) = await RunAsync(program, args, environment);
        Assert.True(code == 0, $"{program} ended with {code}\n{said}");
    }
}
