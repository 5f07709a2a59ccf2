using YamlDotNet.RepresentationModel;

namespace Ael.AppHost.Tests.Export;

/// <summary>The committed bundle, as text and as YAML.</summary>
internal static class ComposeFile
{
    /// <summary>The one service that runs once and ends.</summary>
    public const string Once = "otel-collector-volume";

    /// <summary>Its image has nothing to ask itself with.</summary>
    public const string WithoutProbe = "otel-collector";

    public static string Folder { get; } = Repository.PathOf("deploy", "compose");

    public static string Text { get; } = File.ReadAllText(Path.Combine(Folder, "docker-compose.yaml"));

    public static IReadOnlyDictionary<string, YamlMappingNode> Services { get; } = Read();

    public static IEnumerable<KeyValuePair<string, YamlMappingNode>> LastingServices => Services.Where(s => s.Key != Once);

    /// <summary>Something in a service by its path; null when it is not there.</summary>
    public static YamlNode? At(this YamlNode node, params string[] path)
    {
        YamlNode? current = node;
        foreach (var key in path)
        {
            current = current is YamlMappingNode map && map.Children.TryGetValue(key, out var child) ? child : null;
        }

        return current;
    }

    public static IReadOnlyList<YamlNode> List(this YamlNode node, string key) => node.At(key) is YamlSequenceNode list ? [.. list.Children] : [];

    public static IReadOnlyDictionary<string, YamlNode> Map(this YamlNode node, string key) =>
        node.At(key) is YamlMappingNode map ? map.Children.ToDictionary(c => c.Key.ToString(), c => c.Value) : new Dictionary<string, YamlNode>();

    public static string? Word(this YamlNode node, params string[] path) => (node.At(path) as YamlScalarNode)?.Value;

    private static Dictionary<string, YamlMappingNode> Read()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text));
        var services = (YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode).Children["services"];
        return services.Children.ToDictionary(s => ((YamlScalarNode)s.Key).Value!, s => (YamlMappingNode)s.Value);
    }
}
