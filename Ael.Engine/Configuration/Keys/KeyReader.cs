using Ael.Engine.Yaml;

namespace Ael.Engine.Configuration.Keys;

/// <summary>Reads a mapping by a table of keys; reports every key that is not in it.</summary>
internal static class KeyReader
{
    public static TOptions Read<TOptions>(MapReader map, TOptions options, IReadOnlyList<ConfigurationKey<TOptions>> keys, string prefix = "")
    {
        // In the order of the table, a section where its first key stands.
        foreach (var name in keys.Where(k => k.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k.Path[prefix.Length..].Split('.')[0]).Distinct())
        {
            var path = prefix + name;
            if (keys.FirstOrDefault(k => k.Path == path) is { } key)
            {
                options = map.Node(name) is { } node ? key.Read(options, node, map.Problems) : options;
            }
            else if (map.Section(name, $"`{path}` section") is { } section)
            {
                options = Read(section, options, keys, path + ".");
            }
        }

        map.Close();
        return options;
    }
}
