namespace Ael.AppHost.Tests.Export;

/// <summary>The documented command, and what it gives.</summary>
public sealed class FreshExportTests
{
    /// <summary>A type that is compiled only then.</summary>
    public static bool IsBuilt { get; } = typeof(AppHost.Compose.ComposeShape).Assembly.GetType("Ael.AppHost.Compose.ComposeFinish") is not null;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Skip = "the package Aspire.Hosting.Docker is on no feed here", SkipUnless = nameof(IsBuilt))]
    public async Task An_export_gives_what_is_committed_and_leaves_the_users_files_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf(".env"), "GRAFANA_PASSWORD=mine\n");
        Directory.CreateDirectory(folder.PathOf("config", "gone"));

        // Twice: an export into a folder that has one is the usual case.
        for (var i = 0; i < 2; i++)
        {
            await using var export = await AppHostProgram.RunAsync(Token, "--operation", "publish", "--step", "publish", "--output-path", folder.Path);
            Assert.True(File.Exists(folder.PathOf("docker-compose.yaml")), export.Output);
        }

        Assert.Equal("GRAFANA_PASSWORD=mine\n", File.ReadAllText(folder.PathOf(".env")));
        string[] theirs = [".env", "README.md"];
        var fresh = Files(folder.Path).Except(theirs).ToList();
        Assert.Equal(Files(ComposeFile.Folder).Except(theirs), fresh);
        Assert.All(fresh, file => Assert.Equal(File.ReadAllText(Path.Combine(ComposeFile.Folder, file)), File.ReadAllText(folder.PathOf(file))));
    }

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
}
