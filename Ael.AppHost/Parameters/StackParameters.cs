namespace Ael.AppHost.Parameters;

/// <summary>Everything that can be set without editing a file.</summary>
internal sealed record StackParameters(
    StackParameter GrafanaPassword,
    StackParameter MetricsRetention,
    StackParameter MetricsSize,
    StackParameter LogsRetention,
    StackParameter TracesRetention,
    StackParameter TracesPercent,
    StackParameter TracesSlow,
    StackParameter AlertWebhook,
    StackParameter EnvironmentName)
{
    public IReadOnlyList<StackParameter> All =>
        [GrafanaPassword, MetricsRetention, MetricsSize, LogsRetention, TracesRetention, TracesPercent, TracesSlow, AlertWebhook, EnvironmentName];
}

internal static class StackParametersExtensions
{
    public static StackParameters AddStackParameters(this IDistributedApplicationBuilder builder) => new(
        StackParameter.AddPassword(builder, "grafana-password", "Password of Grafana's user admin."),
        StackParameter.Add(builder, "metrics-retention", "prometheus", "15d", ParameterForm.Age, "How long Prometheus keeps metrics ..."),
        StackParameter.Add(builder, "metrics-size", "prometheus", "5GB", ParameterForm.Size, "... and how much of them, whichever is reached first."),
        StackParameter.Add(builder, "logs-retention", "loki", "168h", ParameterForm.Hours, "How long Loki keeps logs, in hours (24h or more)."),
        StackParameter.Add(builder, "traces-retention", "tempo", "168h", ParameterForm.Hours, "How long Tempo keeps traces, in hours."),
        StackParameter.Add(builder, "traces-percent", "otel-collector", "100", ParameterForm.Percent, "Share of ordinary traces that is kept, in percent. Errors and slow ones are always kept."),
        StackParameter.Add(builder, "traces-slow", "otel-collector", "5000", ParameterForm.Milliseconds, "A trace that takes this many milliseconds is slow."),
        StackParameter.Add(builder, "alert-webhook", "alertmanager", "", ParameterForm.Address, "URL that alerts are posted to; empty: they are only shown."),
        StackParameter.Add(builder, "environment-name", "ael", builder.ExecutionContext.IsPublishMode ? "homelab" : "local", ParameterForm.Word, "deployment.environment.name of everything the engine sends."));
}
