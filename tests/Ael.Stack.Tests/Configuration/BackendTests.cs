using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Ael.Stack.Tests.Configuration;

/// <summary>What the configurations of Loki, Tempo and Prometheus promise, seen without them.</summary>
public sealed partial class BackendTests
{
    private static readonly YamlNode s_loki = YamlFile.Read("otel", "loki", "config.yaml");
    private static readonly YamlNode s_tempo = YamlFile.Read("otel", "tempo", "config.yaml");
    private static readonly YamlNode s_prometheus = YamlFile.Read("otel", "prometheus", "prometheus.yml");

    [Fact]
    public void Loki_indexes_three_attributes_and_nothing_per_execution()
    {
        var attributes = s_loki.At("limits_config", "otlp_config", "resource_attributes");
        Assert.Equal("true", attributes.At("ignore_defaults").Text());
        var indexed = Assert.Single(attributes.At("attributes_config").Items());
        Assert.Equal("index_label", indexed.At("action").Text());
        Assert.Equal(["service.name", "service.namespace", "deployment.environment.name"], indexed.At("attributes").Texts());
        Assert.Equal(["resource_attributes"], s_loki.At("limits_config", "otlp_config").Keys());
    }

    [Fact]
    public void Loki_deletes_what_is_too_old_and_takes_structured_metadata()
    {
        Assert.Equal("true", s_loki.At("compactor", "retention_enabled").Text());
        Assert.Equal("filesystem", s_loki.At("compactor", "delete_request_store").Text());
        Assert.Equal("${LOKI_RETENTION:-168h}", s_loki.At("limits_config", "retention_period").Text());
        var schema = Assert.Single(s_loki.At("schema_config", "configs").Items());
        Assert.Equal(("v13", "tsdb", "24h"), (schema.At("schema").Text(), schema.At("store").Text(), schema.At("index", "period").Text()));
    }

    [Fact]
    public void Tempo_has_no_key_that_version_3_refuses()
    {
        string[] gone = ["ingester", "ingester_client", "compactor", "metrics_generator_client"];
        Assert.DoesNotContain(s_tempo.Keys(), gone.Contains);
        Assert.DoesNotContain(s_tempo.Scalars(), s => LocalBlocks().IsMatch(s.Path + s.Value));
        Assert.Equal(["defaults"], s_tempo.At("overrides").Keys());
    }

    [Fact]
    public void Tempo_deletes_what_is_too_old_and_draws_the_service_graph()
    {
        var defaults = s_tempo.At("overrides", "defaults");
        Assert.Equal("${TEMPO_RETENTION:-168h}", defaults.At("compaction", "block_retention").Text());
        Assert.Equal(["service-graphs", "span-metrics"], defaults.At("metrics_generator", "processors").Texts());
    }

    [Fact]
    public void Prometheus_has_its_retention_in_the_file()
    {
        var retention = s_prometheus.At("storage", "tsdb", "retention");
        Assert.Equal(("15d", "5GB"), (retention.At("time").Text(), retention.At("size").Text()));
    }

    [Fact]
    public void Prometheus_reads_everything_once_under_the_names_that_dashboards_use()
    {
        var jobs = s_prometheus.At("scrape_configs").Items().ToDictionary(j => j.At("job_name").Text());
        Assert.Equal(["ael", "ael-engine", "alertmanager", "grafana", "loki", "otel-collector", "prometheus", "tempo"], jobs.Keys.Order());
        Assert.Equal("true", jobs["ael"].At("honor_labels").Text());

        // One job drops what the other keeps, so that no series is in both.
        var dropped = Assert.Single(jobs["ael"].At("metric_relabel_configs").Items());
        var kept = Assert.Single(jobs["ael-engine"].At("metric_relabel_configs").Items());
        Assert.Equal(("drop", "keep"), (dropped.At("action").Text(), kept.At("action").Text()));
        Assert.Equal(dropped.At("regex").Text(), kept.At("regex").Text());
        Assert.DoesNotMatch($"^(?:{kept.At("regex").Text()})$", "ael_workflow_executions_total");
    }

    [Fact]
    public void Nothing_is_reported_to_anybody_outside()
    {
        Assert.Equal("false", s_loki.At("analytics", "reporting_enabled").Text());
        Assert.Equal("false", s_tempo.At("usage_report", "reporting_enabled").Text());
        var grafana = File.ReadAllLines(Repository.PathOf("otel", "grafana", "grafana.ini"));
        Assert.All(["reporting_enabled", "check_for_updates", "check_for_plugin_updates", "news_feed_enabled", "external_enabled"],
            key => Assert.Contains($"{key} = false", grafana));
        Assert.Contains("preinstall_disabled = true", grafana);
    }

    [GeneratedRegex("local[_-]blocks|query_live_store|query_ingesters_until")]
    private static partial Regex LocalBlocks();
}
