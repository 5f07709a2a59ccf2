using Ael.Engine.Configuration;
using Ael.Engine.Configuration.Keys;
using Ael.Engine.Errors;
using Ael.Engine.Telemetry;
using Ael.Engine.Yaml;

namespace Ael.Engine.Tests.Configuration;

/// <summary>The documentation and the shipped file say what the engine does.</summary>
public class ConfigurationDocumentTests
{
    private static readonly string s_root = FindRoot();

    private static readonly string s_shipped = File.ReadAllText(Path.Combine(s_root, ConfigurationReader.FileName));

    [Fact]
    public void The_reference_has_a_true_row_for_every_key_in_order()
    {
        var rows = File.ReadAllLines(Path.Combine(s_root, "docs", "reference", "configuration.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal) && l.Split('|').Length == 6).ToLookup(l => l.Split('`')[1].Contains('.', StringComparison.Ordinal));

        Assert.Equal(EngineKeys.All.Select(k => Row(k, new EngineOptions())), rows[true]);
        Assert.Equal(McpServerKeys.All.Select(k => Row(k, new McpServerOptions())), rows[false]);
    }

    [Fact]
    public void The_shipped_file_shows_every_key_with_its_default()
    {
        var problems = new ProblemList(ErrorCode.ConfigInvalid);
        var root = YamlLoader.Load(Uncommented(), problems);
        Assert.Empty(problems.ToList());

        foreach (var key in EngineKeys.All.Where(k => k.Path is not "tools.mcp_servers"))
        {
            var node = key.Path.Split('.').Aggregate(root, (n, name) => (n as YamlMapping)?.Find(name)?.Value);
            Assert.True(node is not null, $"ael-config.yaml does not show {key.Path}");
            Assert.Equal(key.Show(new EngineOptions()), key.Show(key.Read(new EngineOptions(), node, problems)));
            Assert.Equal(key.Show(new EngineOptions()), node is YamlScalar scalar ? Quoted(scalar) : key.Show(new EngineOptions()));
        }

        Assert.Empty(problems.ToList());
    }

    [Fact]
    public void The_shipped_file_is_valid_as_it_is_and_with_every_default_in_force()
    {
        var reader = new ConfigurationReader(new Dictionary<string, string>(), s_root);

        Assert.Equal(Path.Combine(s_root, "workflows"), reader.Parse(s_shipped, Path.Combine(s_root, "ael-config.yaml")).Workflows.Directory);
        reader.Parse(Uncommented(), Path.Combine(s_root, "ael-config.yaml"));
    }

    [Fact]
    public void Telemetry_has_the_keys_of_its_specification_first_and_ours_after_them()
    {
        string[] specified = ["enabled", "metrics.enabled", "metrics.endpoint", "metrics.port", "exporters.otlp.endpoint", "exporters.otlp.insecure"];
        string[] ours =
        [
            "metrics.cardinality_limit", "traces.sampling", "traces.ratio", "traces.slow", "traces.max_held_spans", "exporters.otlp.protocol", "exporters.otlp.headers",
            "exporters.otlp.timeout", "exporters.otlp.metrics_interval", "exporters.otlp.batch_delay", "exporters.otlp.max_queue",
        ];
        var keys = EngineKeys.All.Where(k => k.Path.StartsWith("telemetry.", StringComparison.Ordinal)).Select(k => k.Path["telemetry.".Length..]).ToList();

        Assert.Equal(specified, keys.Where(specified.Contains));
        Assert.Equal(ours, keys.Except(specified));
        Assert.All(["metrics", "exporters.otlp"], section =>
            Assert.True(keys.FindLastIndex(k => k.StartsWith(section, StringComparison.Ordinal) && specified.Contains(k)) < keys.FindIndex(k => k.StartsWith(section, StringComparison.Ordinal) && ours.Contains(k))));
    }

    [Fact]
    public void Components_are_those_of_the_telemetry_catalogue() => Assert.Equal(Components.All, CompositeKinds.Components);

    [Fact]
    public void The_reference_names_every_standard_variable()
    {
        var document = File.ReadAllText(Path.Combine(s_root, "docs", "reference", "configuration.md"));

        Assert.All(StandardVariables.Names, v => Assert.Contains($"`{v}`", document, StringComparison.Ordinal));
    }

    internal static string Row<T>(ConfigurationKey<T> key, T defaults) =>
        $"| `{key.Path}` | {key.Allowed} | `{key.Show(defaults)}` | {key.Description} |";

    // A setting is commented out without a space after #, prose has one.
    private static string Uncommented() => string.Join('\n', s_shipped.Split('\n').Select(line =>
    {
        var at = line.IndexOf('#', StringComparison.Ordinal);
        var setting = at >= 0 && line[..at].All(c => c == ' ') && at + 1 < line.Length && char.IsAsciiLetter(line[at + 1]);

        // The samples' servers are set in the file; their default is shown all the same.
        return setting && !line.Contains("#mcp_servers:", StringComparison.Ordinal) ? line.Remove(at, 1) : line;
    }));

    private static string Quoted(YamlScalar scalar) => scalar.Text.StartsWith(':') ? $"\"{scalar.Text}\"" : scalar.Text;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Ael.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
