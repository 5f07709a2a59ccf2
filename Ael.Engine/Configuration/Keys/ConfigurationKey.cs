using Ael.Engine.Yaml;

namespace Ael.Engine.Configuration.Keys;

/// <summary>One key: where it stands, what it takes, where its value goes. Reading, documentation and tests are made from it.</summary>
/// <param name="path">Dotted, from the mapping that <typeparamref name="TOptions"/> stands for.</param>
/// <param name="allowed">What it takes, in words.</param>
/// <param name="description">A sentence for the documentation.</param>
internal abstract class ConfigurationKey<TOptions>(string path, string allowed, string description)
{
    public string Path => path;

    public string Allowed => allowed;

    public string Description => description;

    /// <summary>The options' value as YAML says it.</summary>
    public abstract string Show(TOptions options);

    /// <summary>The options with the node's value, or as they were with a problem reported.</summary>
    public abstract TOptions Read(TOptions options, YamlNode node, ProblemList problems);
}

internal sealed class ConfigurationKey<TOptions, T>(
    string path, ValueKind<T> kind, Func<TOptions, T> get, Func<TOptions, T, TOptions> set, string description)
    : ConfigurationKey<TOptions>(path, kind.Allowed, description)
{
    public override string Show(TOptions options) => kind.Show(get(options));

    public override TOptions Read(TOptions options, YamlNode node, ProblemList problems) =>
        kind.Read(node, problems, out var value) ? set(options, value!) : options;
}
