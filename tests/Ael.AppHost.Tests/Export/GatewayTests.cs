namespace Ael.AppHost.Tests.Export;

/// <summary>What HAProxy itself says of the file of the cluster's endpoint.</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task HAProxy_takes_its_configuration()
    {
        var file = Path.Combine(ComposeFile.Folder, "config", "ael-gateway", "haproxy.cfg");

        var (exitCode, output, errors) = await ExternalProgram.RunAsync(new(Programs.Require("haproxy"), ["-c", "-f", file]), TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, output + errors);
        // Docker's names are not known here.
        Assert.All(
            errors.Split('\n').Where(l => l.StartsWith("[WARNING]", StringComparison.Ordinal)), l => Assert.Contains("could not resolve address", l, StringComparison.Ordinal));
    }
}
