using System.Diagnostics;

namespace Ael.Stack.Tests.Rules;

/// <summary>Prometheus's own tool; what needs it is skipped where it is missing.</summary>
internal static class Promtool
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<(int Exit, string Output)> RunAsync(IEnumerable<string> args)
    {
        using var promtool = Process.Start(new ProcessStartInfo(Programs.Require("promtool"), args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(promtool.StandardOutput.ReadToEndAsync(Token), promtool.StandardError.ReadToEndAsync(Token));
        await promtool.WaitForExitAsync(Token);
        return (promtool.ExitCode, string.Concat(said));
    }
}
