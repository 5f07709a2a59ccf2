namespace Ael.AppHost.Tests.Export;

/// <summary>The documented commands, and what they give.</summary>
public sealed class FreshExportTests
{
    /// <summary>A type that is compiled only then.</summary>
    public static bool HasCompose { get; } = typeof(AppHost.Export.ExportShape).Assembly.GetType("Ael.AppHost.Compose.ComposeFinish") is not null;

    /// <summary>The same.</summary>
    public static bool HasKubernetes { get; } = typeof(AppHost.Export.ExportShape).Assembly.GetType("Ael.AppHost.Kubernetes.KubernetesFinish") is not null;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Skip = "the package Aspire.Hosting.Docker is on no feed here", SkipUnless = nameof(HasCompose))]
    public async Task An_export_gives_what_is_committed_and_leaves_the_users_files_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf(".env"), "GRAFANA_PASSWORD=mine\n");
        Directory.CreateDirectory(folder.PathOf("config", "gone"));

        await ExportTwiceAsync(folder, "docker-compose.yaml");

        Assert.Equal("GRAFANA_PASSWORD=mine\n", File.ReadAllText(folder.PathOf(".env")));
        AssertSame(ComposeFile.Folder, folder.Path, ".env", "README.md");
    }

    [Fact(Skip = "the package Aspire.Hosting.Kubernetes is on no feed here", SkipUnless = nameof(HasKubernetes))]
    public async Task An_export_for_Kubernetes_gives_the_chart_that_is_committed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("README.md"), "mine");
        Directory.CreateDirectory(folder.PathOf("templates", "gone"));

        await ExportTwiceAsync(folder, "Chart.yaml", "--export", "kubernetes");

        Assert.Equal("mine", File.ReadAllText(folder.PathOf("README.md")));
        AssertSame(ChartTests.Folder, folder.Path, "README.md");
    }

    /// <summary>An export into a folder that has one is the usual case.</summary>
    private static async Task ExportTwiceAsync(TemporaryFolder folder, string file, params string[] args)
    {
        for (var i = 0; i < 2; i++)
        {
            await using var export = await AppHostProgram.RunAsync(Token, ["--operation", "publish", "--step", "publish", .. args, "--output-path", folder.Path]);
            Assert.True(File.Exists(folder.PathOf(file)), export.Output);
        }
    }

    private static void AssertSame(string committed, string exported, params string[] theirs)
    {
        var fresh = Files(exported).Except(theirs).ToList();
        Assert.Equal(Files(committed).Except(theirs), fresh);
        Assert.All(fresh, file => Assert.Equal(File.ReadAllText(Path.Combine(committed, file)), File.ReadAllText(Path.Combine(exported, file))));
    }

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
}
