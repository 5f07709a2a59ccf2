using YamlDotNet.RepresentationModel;

namespace Ael.Stack.Tests.Configuration;

/// <summary>What the collector's configuration promises, seen without a collector.</summary>
public sealed class CollectorTests
{
    private static readonly YamlNode s_config = YamlFile.Read("otel", "collector", "config.yaml");
    private static readonly YamlNode s_overlay = YamlFile.Read("otel", "collector", "aspire-dashboard.yaml");
    private static readonly string[] s_signals = ["metrics", "logs", "traces"];

    [Fact]
    public void Each_pipeline_refuses_before_memory_runs_out_and_batches_last() => Assert.All(s_signals, signal =>
    {
        var processors = s_config.At("service", "pipelines", signal, "processors").Texts();
        Assert.Equal("memory_limiter", processors[0]);
        Assert.Equal("batch", processors[^1]);
    });

    [Fact]
    public void What_is_defined_is_used_and_what_is_used_is_defined()
    {
        foreach (var kind in (string[])["receivers", "processors", "exporters"])
        {
            var used = s_signals.SelectMany(s => s_config.At("service", "pipelines", s, kind).Texts()).ToHashSet();
            Assert.Equal(used.Order(), s_config.At(kind).Keys().Order());
        }

        Assert.Equal(s_config.At("service", "extensions").Texts().Order(), s_config.At("extensions").Keys().Order());
    }

    [Fact]
    public void Exporters_of_names_that_are_gone_are_not_used()
    {
        var names = s_config.At("exporters").Keys().Concat(s_overlay.At("exporters").Keys()).Select(name => name.Split('/')[0]);
        Assert.Subset(new HashSet<string> { "prometheus", "otlp_http", "otlp_grpc" }, names.ToHashSet());
    }

    [Theory, InlineData("otlp_http/loki"), InlineData("otlp_grpc/tempo")]
    public void What_waits_for_a_backend_waits_on_disk_and_for_as_long_as_it_takes(string exporter)
    {
        var settings = s_config.At("exporters", exporter);
        Assert.Contains(settings.At("sending_queue", "storage").Text(), s_config.At("service", "extensions").Texts());
        Assert.Equal("0", settings.At("retry_on_failure", "max_elapsed_time").Text());

        // One request a second at most, since batches wait that long: an hour and more.
        Assert.Equal("1s", s_config.At("processors", "batch", "timeout").Text());
        Assert.True(int.Parse(settings.At("sending_queue", "queue_size").Text(), System.Globalization.CultureInfo.InvariantCulture) >= 3600);
    }

    [Fact]
    public void All_errors_all_slow_traces_and_a_share_of_the_rest_are_kept()
    {
        var policies = s_config.At("processors", "tail_sampling", "policies").Items();
        Assert.Equal(["status_code", "latency", "probabilistic"], policies.Select(p => p.At("type").Text()));
        Assert.Equal("${env:AEL_TRACES_PERCENT:-100}", policies[2].At("probabilistic", "sampling_percentage").Text());
    }

    [Fact]
    public void Metrics_keep_their_exemplars() => Assert.Equal("true", s_config.At("exporters", "prometheus", "enable_open_metrics").Text());

    [Fact]
    public void The_overlay_adds_the_dashboard_and_takes_nothing_away() => Assert.All(s_signals, signal => Assert.Equal(
        [.. s_config.At("service", "pipelines", signal, "exporters").Texts(), "otlp_grpc/aspire"],
        s_overlay.At("service", "pipelines", signal, "exporters").Texts()));
}
