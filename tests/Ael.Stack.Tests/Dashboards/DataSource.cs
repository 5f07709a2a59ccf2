using Ael.Stack.Tests.Configuration;
using YamlDotNet.RepresentationModel;

namespace Ael.Stack.Tests.Dashboards;

/// <summary>A data source of <c>otel/grafana/provisioning</c>.</summary>
/// <param name="Uid">Its fixed uid.</param>
/// <param name="Type">Its plugin.</param>
/// <param name="Settings"><c>jsonData</c>.</param>
internal sealed record DataSource(string Uid, string Type, YamlNode Settings)
{
    public static IReadOnlyList<DataSource> All() =>
    [
        .. YamlFile.Read("otel", "grafana", "provisioning", "datasources", "datasources.yaml").At("datasources").Items()
            .Select(s => new DataSource(s.At("uid").Text(), s.At("type").Text(), s.At("jsonData"))),
    ];

    /// <summary>A setting; null when it is not there.</summary>
    public YamlNode? Find(string name, string inner) => Settings.Has(name) && Settings[name].Has(inner) ? Settings[name][inner] : null;
}
