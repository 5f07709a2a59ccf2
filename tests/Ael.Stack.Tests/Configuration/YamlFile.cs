using YamlDotNet.RepresentationModel;

namespace Ael.Stack.Tests.Configuration;

/// <summary>YAML of the repository, looked into by keys.</summary>
internal static class YamlFile
{
    public static YamlNode Read(params string[] path)
    {
        using var reader = new StreamReader(Repository.PathOf(path));
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents[0].RootNode;
    }

    /// <summary>What stands there; fails, naming the key, where nothing does.</summary>
    public static YamlNode At(this YamlNode node, params string[] keys)
    {
        foreach (var key in keys)
        {
            Assert.True(node.Has(key), $"no {key} of {string.Join('.', keys)}");
            node = node[key];
        }

        return node;
    }

    public static bool Has(this YamlNode node, string key) => node is YamlMappingNode map && map.Children.ContainsKey(key);

    public static string Text(this YamlNode node) => Assert.IsType<YamlScalarNode>(node).Value!;

    public static IReadOnlyList<YamlNode> Items(this YamlNode node) => [.. Assert.IsType<YamlSequenceNode>(node).Children];

    public static IReadOnlyList<string> Texts(this YamlNode node) => [.. node.Items().Select(Text)];

    public static IReadOnlyList<string> Keys(this YamlNode node) => [.. Assert.IsType<YamlMappingNode>(node).Children.Keys.Select(Text)];

    /// <summary>Every key and scalar below a node, with the path to it.</summary>
    public static IEnumerable<(string Path, string Value)> Scalars(this YamlNode node, string path = "") => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(c => c.Value.Scalars($"{path}/{c.Key.Text()}")),
        YamlSequenceNode list => list.Children.SelectMany(c => c.Scalars(path)),
        _ => [(path, node.Text())],
    };
}
