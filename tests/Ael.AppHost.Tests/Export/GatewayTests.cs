using System.Diagnostics;

namespace Ael.AppHost.Tests.Export;

/// <summary>What HAProxy itself says of the file of the cluster's endpoint.</summary>
public sealed class GatewayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HAProxy_takes_its_configuration()
    {
        var start = new ProcessStartInfo(Programs.Require("haproxy"), ["-c", "-f", Path.Combine(ComposeFile.Folder, "config", "ael-gateway", "haproxy.cfg")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var errors = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);

        Assert.True(process.ExitCode == 0, await output + await errors);
        // Docker's names are not known here.
        Assert.All(
            (await errors).Split('\n').Where(l => l.StartsWith("[WARNING]", StringComparison.Ordinal)), l => Assert.Contains("could not resolve address", l, StringComparison.Ordinal));
    }
}
