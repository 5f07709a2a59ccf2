using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Ael.Stack.Tests.Configuration;

/// <summary>Grafana's data sources and the ways between them.</summary>
public sealed partial class GrafanaTests
{
    private static readonly string s_file = Repository.PathOf("otel", "grafana", "provisioning", "datasources", "datasources.yaml");
    private static readonly IReadOnlyDictionary<string, YamlNode> s_sources =
        YamlFile.Read("otel", "grafana", "provisioning", "datasources", "datasources.yaml").At("datasources").Items().ToDictionary(s => s.At("uid").Text());

    [Fact]
    public void There_are_four_with_fixed_uids_that_nobody_edits()
    {
        Assert.Equal(["alertmanager", "loki", "prometheus", "tempo"], s_sources.Keys.Order());
        Assert.All(s_sources.Values, source => Assert.Equal("false", source.At("editable").Text()));
        Assert.All(s_sources, source => Assert.Equal(source.Key, source.Value.At("type").Text()));
        Assert.Single(s_sources.Values, source => source.Has("isDefault"));
    }

    [Fact]
    public void Links_lead_to_sources_that_exist()
    {
        var named = s_sources.Values.SelectMany(s => s.Scalars()).Where(s => s.Path.EndsWith("Uid", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, s => Assert.Contains(s.Value, s_sources.Keys));
    }

    [Fact]
    public void Exemplars_and_log_lines_lead_to_traces_and_traces_to_logs_and_metrics()
    {
        var exemplar = Assert.Single(s_sources["prometheus"].At("jsonData", "exemplarTraceIdDestinations").Items());
        Assert.Equal(("trace_id", "tempo"), (exemplar.At("name").Text(), exemplar.At("datasourceUid").Text()));
        var field = Assert.Single(s_sources["loki"].At("jsonData", "derivedFields").Items());
        Assert.Equal(("label", "trace_id", "tempo"), (field.At("matcherType").Text(), field.At("matcherRegex").Text(), field.At("datasourceUid").Text()));
        var tempo = s_sources["tempo"].At("jsonData");
        Assert.Equal("loki", tempo.At("tracesToLogsV2", "datasourceUid").Text());
        Assert.Equal("prometheus", tempo.At("tracesToMetrics", "datasourceUid").Text());
        Assert.Equal("prometheus", tempo.At("serviceMap", "datasourceUid").Text());
        Assert.Equal("true", tempo.At("nodeGraph", "enabled").Text());
    }

    [Fact]
    public void Links_from_a_span_look_further_than_the_span() => Assert.All(["tracesToLogsV2", "tracesToMetrics"], link =>
    {
        // A shift of 0 often finds nothing: records are written a moment before and after.
        var settings = s_sources["tempo"].At("jsonData", link);
        Assert.StartsWith("-", settings.At("spanStartTimeShift").Text(), StringComparison.Ordinal);
        Assert.NotEqual("0", settings.At("spanEndTimeShift").Text());
    });

    // Grafana replaces variables while it reads the file: one dollar sign would be gone before the link is made.
    [Fact]
    public void Dollar_signs_are_doubled() => Assert.Empty(LoneDollar().Matches(File.ReadAllText(s_file)));

    [Fact]
    public void Dashboards_come_from_files_alone()
    {
        var provider = Assert.Single(YamlFile.Read("otel", "grafana", "provisioning", "dashboards", "dashboards.yaml").At("providers").Items());
        Assert.Equal(("true", "false"), (provider.At("disableDeletion").Text(), provider.At("allowUiUpdates").Text()));
        Assert.Equal("/etc/grafana/dashboards", provider.At("options", "path").Text());
    }

    [GeneratedRegex(@"(?<!\$)\$(?!\$)")]
    private static partial Regex LoneDollar();
}
