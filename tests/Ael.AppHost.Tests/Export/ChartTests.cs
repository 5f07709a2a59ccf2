using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Ael.AppHost.Tests.Export;

/// <summary>What whoever installs the chart may rely on, read off the committed templates.</summary>
public sealed partial class ChartTests
{
    public static string Folder { get; } = Repository.PathOf("deploy", "kubernetes");

    // What reads files is no YAML before Helm has filled it in.
    private static readonly IReadOnlyList<YamlNode> s_objects =
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "templates"), "*.yaml", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "files.yaml").Select(Read)];

    private static readonly YamlNode s_values = Read(Path.Combine(Folder, "values.yaml"));

    private static IEnumerable<YamlNode> Workloads => s_objects.Where(o => o.Word("kind") is "Deployment" or "StatefulSet");

    public static TheoryData<string> Files => [.. FilesIn(Folder)];

    [Fact]
    public void All_of_the_stack_is_in_it() => Assert.Equal(
        ["ael", "alertmanager", "grafana", "loki", "otel-collector", "postgres", "prometheus", "tempo"],
        Workloads.Select(w => Container(w).Word("name")!).Order(StringComparer.Ordinal));

    /// <summary>Those of the bundle are as in the repository; see <see cref="BundleTests"/>.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void A_configuration_file_is_as_in_the_bundle(string file)
    {
        var chart = File.ReadAllLines(Path.Combine(Folder, "config", file));
        var bundle = File.ReadAllLines(Path.Combine(ComposeFile.Folder, "config", file));
        if (file == "prometheus/prometheus.yml")
        {
            // All engines have one name here, and no file.
            bundle = [.. bundle.Where(l => !l.Contains("file_sd_configs", StringComparison.Ordinal) && !l.Contains("/targets/", StringComparison.Ordinal))];
            bundle = [.. bundle.Select(l => Explained().Replace(l, "$1all engines"))];
        }

        Assert.Equal(bundle, chart);
    }

    [Fact]
    public void Nothing_is_forgotten() => Assert.Equal(
        FilesIn(ComposeFile.Folder).Where(f => f is not ("prometheus/targets/ael-engine.yml" or "ael-gateway/haproxy.cfg" or "ael/seccomp.json")),
        FilesIn(Folder));

    [Fact]
    public void Secrets_are_empty_and_an_install_without_them_is_refused()
    {
        Assert.All(s_values.Map("secrets").Values.SelectMany(s => ((YamlMappingNode)s).Children.Values), v => Assert.Equal("", v.ToString()));
        Assert.Equal(
            ["AEL_API_KEY_SHA256", "GF_SECURITY_ADMIN_PASSWORD", "POSTGRES_PASSWORD"],
            s_objects.Where(o => o.Word("kind") == "Secret").SelectMany(o => o.Map("stringData")).Select(d =>
            {
                Assert.Matches(@"^\{\{ required `set secrets\.\w+\.\w+` \.Values\.secrets\.\w+\.\w+ \}\}$", d.Value.ToString());
                return d.Key;
            }).Order(StringComparer.Ordinal));
        Assert.All(s_objects.Where(o => o.Word("kind") == "ConfigMap").SelectMany(o => o.Map("data").Values), v => Assert.DoesNotContain(".Values.secrets", v.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_value_that_a_template_names_is_listed() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(Folder, "templates"), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(f => Named().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value.Split('.')))
            // With two names it is all that a resource has, for a checksum.
            .Where(p => p.Length == 3),
        path => Assert.NotNull(s_values.At(path)));

    [Fact]
    public void Images_are_those_of_the_bundle() => Assert.All(Workloads, w =>
    {
        var name = Container(w).Word("name")!;
        Assert.Equal(
            name == "ael" ? "{{ .Values.parameters.ael.ael_image }}" : ComposeFile.Services[name].Word("image"), Container(w).Word("image"));
    });

    [Fact]
    public void Everything_is_asked_for_its_health_is_bounded_and_has_no_more_rights_than_it_needs() => Assert.All(Workloads, w =>
    {
        var container = Container(w);
        Assert.NotNull(container.At("readinessProbe"));
        Assert.All(new[] { "readinessProbe", "livenessProbe" }.Select(p => container.Word(p, "httpGet", "scheme")).OfType<string>(), s => Assert.Equal("HTTP", s));
        Assert.NotNull(container.At("resources", "limits", "memory"));
        Assert.Equal("false", container.Word("securityContext", "allowPrivilegeEscalation"));
        Assert.Equal("ALL", container.At("securityContext", "capabilities")!.List("drop").Single().ToString());
        Assert.Equal("false", w.Word("spec", "template", "spec", "automountServiceAccountToken"));
    });

    [Fact]
    public void The_engine_is_a_cluster_of_three_and_each_is_found()
    {
        var engine = Workloads.Single(w => Container(w).Word("name") == "ael");
        var nodes = s_objects.Single(o => o.Word("kind") == "Service" && o.Word("metadata", "name") == "ael-node");

        Assert.Equal("3", engine.Word("spec", "replicas"));
        Assert.Equal("/health/ready", Container(engine).Word("readinessProbe", "httpGet", "path"));
        Assert.Equal("/health/live", Container(engine).Word("livenessProbe", "httpGet", "path"));
        Assert.Equal("cluster", s_values.Word("config", "ael", "AEL__EXECUTION__BACKEND"));
        Assert.Contains(Container(engine).List("env"), e => e.Word("name") == "AEL__CLUSTER__ADDRESS" && e.Word("valueFrom", "fieldRef", "fieldPath") == "status.podIP");
        Assert.Equal("None", nodes.Word("spec", "clusterIP"));
        Assert.Equal(engine.At("spec", "selector", "matchLabels"), nodes.At("spec", "selector"));
    }

    private static YamlNode Container(YamlNode workload) => workload.At("spec", "template", "spec")!.List("containers").Single();

    private static YamlNode Read(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(file)));
        return yaml.Documents[0].RootNode;
    }

    private static List<string> FilesIn(string export)
    {
        var folder = Path.Combine(export, "config");
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"(names: \[ael-node\] +# ).*")]
    private static partial Regex Explained();

    [GeneratedRegex(@"\.Values\.([\w.]+)")]
    private static partial Regex Named();
}
