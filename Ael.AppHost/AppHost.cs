using Ael.AppHost.Engine;
using Ael.AppHost.Export;
using Ael.AppHost.Parameters;
using Ael.AppHost.Stack;
using Ael.AppHost.Watch;

// The topology. docs/adr/0010 says where it differs from DOC-058, ADR 0001 what is built where Aspire's packages are missing.
var builder = DistributedApplication.CreateBuilder(args);
var parameters = builder.AddStackParameters();
builder.AddStartWatch();

// Where each signal is kept.
var alertmanager = builder.AddAlertmanager("alertmanager")
    .WithWebhook(parameters.AlertWebhook)
    .WithDataVolume();
var prometheus = builder.AddPrometheus("prometheus")
    .WithRetention(parameters.MetricsRetention, parameters.MetricsSize)
    .WithAlertsTo(alertmanager)
    .WithDataVolume();
var loki = builder.AddLoki("loki")
    .WithRetention(parameters.LogsRetention)
    .WithDataVolume();
var tempo = builder.AddTempo("tempo")
    .WithRetention(parameters.TracesRetention)
    .WithServiceGraphIn(prometheus)
    .WithDataVolume();

// Where all of it is seen.
builder.AddGrafana("grafana")
    .WithAdminPassword(parameters.GrafanaPassword)
    .WithDataFrom(prometheus)
    .WithDataFrom(loki)
    .WithDataFrom(tempo)
    .WithDataFrom(alertmanager)
    .WithDataVolume();

// The way there.
var collector = builder.AddOtelCollector("otel-collector")
    .WithTraceSampling(parameters.TracesPercent, parameters.TracesSlow)
    .WithMetricsFor(prometheus)
    .WithLogsTo(loki)
    .WithTracesTo(tempo)
    .WithAspireDashboard()
    .WithQueueVolume();

// "ael" is the service name everywhere: Aspire hands a resource's name on as OTEL_SERVICE_NAME.
var engine = builder.AddEngine("ael", parameters.EnvironmentName)
    .WithTelemetryTo(collector);
prometheus.WithEngineMetrics(engine);

// More than one: --cluster 3 here, a profile of the export for Docker Compose, always in that for Kubernetes.
engine.WithCluster(parameters.EnvironmentName, collector);

// What a publish gives.
if (!builder.AddExport(parameters))
{
    return 2;
}

await builder.Build().RunAsync();
return 0;
