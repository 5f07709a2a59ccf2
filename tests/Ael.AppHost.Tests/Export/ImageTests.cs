using System.Diagnostics;

namespace Ael.AppHost.Tests.Export;

/// <summary>What the engine's image is built from. The build itself needs images that only a registry has.</summary>
public sealed class ImageTests
{
    [Fact]
    public async Task What_a_restore_reads_is_sent_to_the_builder_and_copied_before_it()
    {
        using var image = new TemporaryFolder();
        var sent = File.ReadAllLines(Repository.PathOf(".dockerignore"));
        foreach (var (sources, target) in CopiedBeforeRestore())
        {
            foreach (var source in sources)
            {
                Assert.True(sent.Contains($"!{source}") || sent.Contains($"!{source.Split('/')[0]}/**"), $".dockerignore keeps {source} from the builder");
                var copy = image.PathOf(target, Path.GetFileName(source));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Repository.PathOf(source), copy);
            }
        }

        // All that a project imports is read for this, as it is for a restore.
        var (exitCode, output, errors) = await ExternalProgram.RunAsync(
            new ProcessStartInfo("dotnet", ["msbuild", "Ael.Engine", "-getItem:ProjectReference", "-nodeReuse:false"]) { WorkingDirectory = image.Path },
            TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, $"exit code {exitCode}: {errors}{output}");
        Assert.Contains("Ael.ServiceDefaults.csproj", output, StringComparison.Ordinal);
    }

    private static IEnumerable<(string[] Sources, string Target)> CopiedBeforeRestore() =>
        from line in File.ReadLines(Repository.PathOf("deploy", "Dockerfile")).TakeWhile(l => !l.StartsWith("RUN dotnet restore", StringComparison.Ordinal))
        where line.StartsWith("COPY ", StringComparison.Ordinal)
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select (words[1..^1], words[^1]);
}
