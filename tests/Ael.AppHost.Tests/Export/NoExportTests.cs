namespace Ael.AppHost.Tests.Export;

/// <summary>The AppHost as it is built where the feeds have Aspire, but not what its exports need.</summary>
public sealed class NoExportTests
{
    public static bool HasNoCompose => !FreshExportTests.HasCompose;

    public static bool HasNoKubernetes => !FreshExportTests.HasKubernetes;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Skip = "this build has the export", SkipUnless = nameof(HasNoCompose))]
    public Task An_export_says_what_it_needs_and_touches_nothing() => AssertMissingAsync("Aspire.Hosting.Docker 13.6.5,", "deploy/compose");

    [Fact(Skip = "this build has the export", SkipUnless = nameof(HasNoKubernetes))]
    public Task An_export_for_Kubernetes_says_what_it_needs_and_touches_nothing() =>
        AssertMissingAsync("Aspire.Hosting.Kubernetes 13.6.5-preview.", "deploy/kubernetes", "--export", "kubernetes");

    [Fact]
    public async Task An_export_of_another_name_is_refused()
    {
        using var folder = new TemporaryFolder();

        await using var program = await AppHostProgram.RunAsync(Token, "--operation", "publish", "--step", "publish", "--export", "swarm", "--output-path", folder.Path);

        Assert.NotEqual(0, await program.ExitAsync(EngineProcess.Patience, Token));
        Assert.Contains("Export is 'swarm'; it is compose or kubernetes.", program.Stderr, StringComparison.Ordinal);
    }

    [Fact(Skip = "this build has the export", SkipUnless = nameof(HasNoCompose))]
    public async Task A_manifest_needs_no_further_package()
    {
        using var folder = new TemporaryFolder();

        await using var program = await AppHostProgram.RunAsync(Token, "--publisher", "manifest", "--output-path", folder.PathOf("manifest.json"));

        Assert.Contains("\"otel-collector\"", await File.ReadAllTextAsync(folder.PathOf("manifest.json"), Token), StringComparison.Ordinal);
    }

    private static async Task AssertMissingAsync(string package, string lastExport, params string[] args)
    {
        using var folder = new TemporaryFolder();

        await using var program = await AppHostProgram.RunAsync(Token, ["--operation", "publish", "--step", "publish", .. args, "--output-path", folder.Path]);

        Assert.Equal(2, await program.ExitAsync(EngineProcess.Patience, Token));
        Assert.Contains($"needs the package {package}", program.Stderr, StringComparison.Ordinal);
        Assert.Contains("dotnet nuget add source", program.Stderr, StringComparison.Ordinal);
        Assert.Contains(lastExport, program.Stderr, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
