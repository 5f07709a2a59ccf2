namespace Ael.AppHost.Tests.EngineOnly;

/// <summary>The AppHost as it is built where no feed has Aspire's packages. That it runs the engine and ends as it does is with the engine's own tests.</summary>
public sealed class EngineOnlyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--operation", "publish", "--step", "publish", "--output-path", "../deploy/compose")]
    [InlineData("--publisher", "manifest")]
    public async Task An_export_says_what_it_needs(params string[] args)
    {
        await using var program = await AppHostProgram.RunAsync(Token, args);

        Assert.Equal(2, await program.ExitAsync(EngineProcess.Patience, Token));
        Assert.Contains($"{args[0]} needs Aspire 13.6.5", program.Stderr, StringComparison.Ordinal);
        Assert.Contains("dotnet nuget add source", program.Stderr, StringComparison.Ordinal);
        Assert.Empty(program.Stdout);
    }

    [Fact]
    public async Task A_run_says_in_two_lines_what_is_missing_and_starts_the_engine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("ael-config.yaml"), "server: { port: 0 }\ntelemetry: { metrics: { port: 0 } }\nstorage: { path: ':memory:' }\n");
        await using var program = EngineProcess.Start([], new Dictionary<string, string>(), AppHostProgram.Path, folder.Path);

        var first = await program.ErrorLineAsync("Engine only: ", Token);
        var second = await program.ErrorLineAsync("To get them: ", Token);

        // Its configuration is the folder's: with the repository's it would listen on the standard ports.
        await program.LineAsync("AEL is ready", Token);
        Assert.Contains("Prometheus, Loki, Tempo and Grafana", first, StringComparison.Ordinal);
        Assert.Contains("Aspire", second, StringComparison.Ordinal);
    }
}
