namespace Ael.Stack.Tests.Queries;

/// <summary>Metrics of the servers themselves that are used here, with the labels used, and where each is defined (repository and path, as of the pinned versions).</summary>
internal static class ForeignMetrics
{
    private const string Collector = "open-telemetry/opentelemetry-collector: receiver/receiverhelper, exporter/exporterhelper and service, metadata.yaml; as the pull reader with its own settings spells them";
    private const string Prometheus = "prometheus/prometheus: tsdb/db.go, tsdb/head.go, tsdb/wlog/wlog.go, tsdb/compact.go, notifier, rules/manager.go";
    private const string Loki = "grafana/loki: pkg/loghttp/push/push.go, pkg/ingester/metrics.go, pkg/validation/validate.go";
    private const string Tempo = "grafana/tempo: modules/distributor/distributor.go, modules/overrides/discarded_spans.go, tempodb/blocklist/poller.go";
    private const string Alertmanager = "prometheus/alertmanager: notify/notify.go";
    private const string GoProcess = "prometheus/client_golang: prometheus/process_collector.go";
    private const string Runtime = "open-telemetry/semantic-conventions: model/dotnet";
    private const string Scrape = "prometheus/prometheus: scrape/scrape.go";

    public static readonly IReadOnlyList<ForeignMetric> All =
    [
        new("up", Scrape),
        .. Signals("otelcol_receiver_accepted_", Collector, "receiver"),
        .. Signals("otelcol_receiver_refused_", Collector, "receiver"),
        .. Signals("otelcol_exporter_sent_", Collector, "exporter"),
        .. Signals("otelcol_exporter_enqueue_failed_", Collector, "exporter"),
        .. Signals("otelcol_exporter_send_failed_", Collector, "exporter"),
        new("otelcol_exporter_queue_size", Collector, "exporter", "data_type"),
        new("otelcol_exporter_queue_capacity", Collector, "exporter", "data_type"),
        new("otelcol_process_memory_rss_bytes", Collector),
        new("otelcol_process_cpu_seconds_total", Collector),
        new("prometheus_tsdb_storage_blocks_bytes", Prometheus),
        new("prometheus_tsdb_wal_storage_size_bytes", Prometheus),
        new("prometheus_tsdb_head_chunks_storage_size_bytes", Prometheus),
        new("prometheus_tsdb_retention_limit_bytes", Prometheus),
        new("prometheus_tsdb_lowest_timestamp_seconds", Prometheus),
        new("prometheus_tsdb_compaction_chunk_size_bytes_sum", Prometheus),
        new("prometheus_tsdb_head_samples_appended_total", Prometheus),
        new("prometheus_notifications_dropped_total", Prometheus),
        new("prometheus_rule_evaluation_failures_total", Prometheus),
        new("loki_distributor_lines_received_total", Loki),
        new("loki_ingester_chunk_stored_bytes_total", Loki),
        new("loki_discarded_samples_total", Loki, "reason"),
        new("tempo_distributor_spans_received_total", Tempo),
        new("tempo_distributor_bytes_received_total", Tempo),
        new("tempo_discarded_spans_total", Tempo, "reason"),
        new("tempodb_backend_bytes_total", Tempo, "status"),
        new("alertmanager_notifications_failed_total", Alertmanager),
        new("process_resident_memory_bytes", GoProcess),
        new("process_cpu_seconds_total", GoProcess),
        new("dotnet_process_memory_working_set_bytes", Runtime),
        new("dotnet_process_cpu_time_seconds_total", Runtime),
    ];

    private static IEnumerable<ForeignMetric> Signals(string prefix, string source, string label) =>
        new[] { "spans", "metric_points", "log_records" }.Select(signal => new ForeignMetric($"{prefix}{signal}_total", source, label));
}

/// <param name="Name">As scraped.</param>
/// <param name="Source">Where it is defined.</param>
/// <param name="Labels">Beside <c>job</c> and <c>instance</c>.</param>
internal sealed record ForeignMetric(string Name, string Source, params IReadOnlyList<string> Labels);
