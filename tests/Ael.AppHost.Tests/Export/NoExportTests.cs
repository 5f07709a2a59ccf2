namespace Ael.AppHost.Tests.Export;

/// <summary>The AppHost as it is built where the feeds have Aspire, but not its export.</summary>
public sealed class NoExportTests
{
    public static bool IsBuilt => !FreshExportTests.IsBuilt;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Skip = "this build has the export", SkipUnless = nameof(IsBuilt))]
    public async Task An_export_says_what_it_needs_and_touches_nothing()
    {
        using var folder = new TemporaryFolder();

        await using var program = await AppHostProgram.RunAsync(Token, "--operation", "publish", "--step", "publish", "--output-path", folder.Path);

        Assert.Equal(2, await program.ExitAsync(EngineProcess.Patience, Token));
        Assert.Contains("needs the package Aspire.Hosting.Docker 13.6.5", program.Stderr, StringComparison.Ordinal);
        Assert.Contains("dotnet nuget add source", program.Stderr, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact(Skip = "this build has the export", SkipUnless = nameof(IsBuilt))]
    public async Task A_manifest_needs_no_further_package()
    {
        using var folder = new TemporaryFolder();

        await using var program = await AppHostProgram.RunAsync(Token, "--publisher", "manifest", "--output-path", folder.PathOf("manifest.json"));

        Assert.Contains("\"otel-collector\"", await File.ReadAllTextAsync(folder.PathOf("manifest.json"), Token), StringComparison.Ordinal);
    }
}
