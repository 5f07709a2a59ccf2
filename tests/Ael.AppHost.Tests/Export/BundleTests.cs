namespace Ael.AppHost.Tests.Export;

/// <summary>
/// The configuration files beside the compose file are copies. With Aspire at hand, exporting again brings them up to date; without, so does
/// copying the file that a test names.
/// </summary>
public sealed class BundleTests
{
    private static readonly string s_config = Path.Combine(ComposeFile.Folder, "config");

    // Folder of the bundle: folder that it was copied from.
    private static readonly (string Bundle, string Source)[] s_folders =
    [
        ("ael", "Ael.AppHost/Compose"),
        ("ael-gateway", "Ael.AppHost/Compose"),
        ("alertmanager", "otel/alertmanager"),
        ("grafana/dashboards", "dashboards"),
        ("grafana/provisioning", "otel/grafana/provisioning"),
        ("grafana", "otel/grafana"),
        ("loki", "otel/loki"),
        ("otel-collector", "otel/collector"),
        ("prometheus", "otel/prometheus"),
        ("tempo", "otel/tempo"),
    ];

    public static TheoryData<string> Copies =>
        [.. Directory.EnumerateFiles(s_config, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(s_config, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Copies))]
    public void A_copy_is_as_its_source(string copy)
    {
        var (bundle, folder) = s_folders.First(f => copy.StartsWith(f.Bundle + "/", StringComparison.Ordinal));
        var source = $"{folder}{copy[bundle.Length..]}";
        Assert.True(File.Exists(Repository.PathOf(source)), $"{source} is gone: git rm deploy/compose/config/{copy}");
        var expected = File.ReadAllLines(Repository.PathOf(source));
        var actual = File.ReadAllLines(Path.Combine(s_config, copy));
        if (copy == "prometheus/prometheus.yml")
        {
            // Retention is a flag there, since it is a variable.
            Assert.Contains("--storage.tsdb.retention.time=${METRICS_RETENTION:-15d}", ComposeFile.Text, StringComparison.Ordinal);
            var from = Array.IndexOf(expected, "  tsdb:");
            var to = Array.IndexOf(expected, "  exemplars:");
            // And the further engines of a cluster are found by their name.
            var further = Array.FindIndex(actual, l => l.Contains("dns_sd_configs:", StringComparison.Ordinal));
            Assert.Contains("ael-node", actual[further + 1], StringComparison.Ordinal);
            actual = [.. actual[..further], .. actual[(further + 4)..]];
            expected = [.. expected[..from], "  # Retention is given by flag, as it is a parameter.", .. expected[to..]];
        }

        Assert.True(expected.SequenceEqual(actual), $"deploy/compose/config/{copy} is not as {source}: export again, or cp {source} deploy/compose/config/{copy}");
    }

    [Theory]
    [InlineData("dashboards", "grafana/dashboards")]
    [InlineData("otel/prometheus/rules", "prometheus/rules")]
    [InlineData("otel/grafana/provisioning", "grafana/provisioning")]
    public void Nothing_is_forgotten(string source, string copy) => Assert.Equal(
        Directory.EnumerateFiles(Repository.PathOf(source), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Repository.PathOf(source), f)).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(s_config, copy), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Path.Combine(s_config, copy), f)).Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_mounted_is_there() => Assert.All(
        ComposeFile.Services.Values.SelectMany(s => s.List("volumes")).Where(v => v.Word("type") == "bind"),
        volume =>
        {
            var path = Path.Combine(ComposeFile.Folder, volume.Word("source")!);
            Assert.True(File.Exists(path) || Directory.Exists(path), $"{volume.Word("source")} is not in deploy/compose");
            Assert.Equal("true", volume.Word("read_only"));
        });
}
