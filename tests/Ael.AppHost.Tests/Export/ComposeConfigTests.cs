using System.Diagnostics;

namespace Ael.AppHost.Tests.Export;

/// <summary>What docker-compose itself says of the committed file. It needs no engine for that.</summary>
public sealed class ComposeConfigTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_valid_with_the_two_secrets_alone_and_no_variable_is_unset()
    {
        var (exitCode, output, errors) = await ConfigAsync(("GRAFANA_PASSWORD", "secret"), ("AEL_API_KEY_SHA256", new string('a', 64)));

        Assert.True(exitCode == 0, errors);
        Assert.DoesNotContain("is not set", errors, StringComparison.Ordinal);
        Assert.Contains("GF_SECURITY_ADMIN_PASSWORD: secret", output, StringComparison.Ordinal);
        Assert.Contains("$$ALERT_WEBHOOK", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GRAFANA_PASSWORD")]
    [InlineData("AEL_API_KEY_SHA256")]
    public async Task It_does_not_start_without_a_secret(string given)
    {
        var (exitCode, _, errors) = await ConfigAsync((given, "secret"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("set it in .env", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> ConfigAsync(params (string Name, string Value)[] variables)
    {
        var program = Programs.Require("docker-compose");
        // Away from any .env that a user of this checkout has.
        using var empty = new TemporaryFolder();
        var start = new ProcessStartInfo(program, ["--env-file", empty.PathOf(".env"), "config"])
        {
            // Compose 1.29 reads the seccomp profile relative to where it is called.
            WorkingDirectory = ComposeFile.Folder,
        };
        await File.WriteAllLinesAsync(empty.PathOf(".env"), variables.Select(v => $"{v.Name}={v.Value}"), Token);
        foreach (var name in start.Environment.Keys.Where(k => k.EndsWith("_PASSWORD", StringComparison.Ordinal) || k.StartsWith("AEL_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return await ExternalProgram.RunAsync(start, Token);
    }
}
