using System.Text.RegularExpressions;

namespace Ael.Stack.Tests.Configuration;

/// <summary>Who listens where, and that everybody asks there.</summary>
public sealed partial class PortTests
{
    // The ports that are written down nowhere are the components' defaults.
    private static readonly Dictionary<string, int[]> s_listens = new()
    {
        ["ael"] = [9090],
        ["otel-collector"] = [4317, 4318, 8888, 8889, 13133],
        ["prometheus"] = [9090],
        ["loki"] = [3100, 9096],
        ["tempo"] = [3200, 4317, 4318, 9095],
        ["grafana"] = [3000],
        ["alertmanager"] = [9093],
    };

    [Theory, InlineData("otel-collector", "collector"), InlineData("loki", "loki"), InlineData("tempo", "tempo")]
    public void A_component_listens_on_each_port_once_and_on_those_that_are_known(string host, string folder)
    {
        var ports = YamlFile.Read("otel", folder, "config.yaml").Scalars()
            .Where(s => s.Path.EndsWith("port", StringComparison.Ordinal) || s.Value.StartsWith("0.0.0.0:", StringComparison.Ordinal))
            .Select(s => int.Parse(s.Value.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture)).Order();
        Assert.Equal(s_listens[host], ports);
    }

    [Fact]
    public void Everybody_asks_where_somebody_listens()
    {
        var asked = Directory.EnumerateFiles(Repository.PathOf("otel"), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/rules/", StringComparison.Ordinal) && !file.Contains("/tests/", StringComparison.Ordinal))
            .SelectMany(file => HostAndPort().Matches(File.ReadAllText(file)).Select(m => (file, Host: m.Groups[1].Value, Port: int.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))))
            .ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, a => Assert.Contains(a.Port, s_listens[a.Host]));
    }

    [GeneratedRegex(@"(?<![\w.-])(ael|otel-collector|prometheus|loki|tempo|grafana|alertmanager):(\d{4,5})\b")]
    private static partial Regex HostAndPort();
}
