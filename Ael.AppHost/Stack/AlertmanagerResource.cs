using Ael.AppHost.Export;
using Ael.AppHost.Parameters;

namespace Ael.AppHost.Stack;

/// <summary>Alertmanager: alerts on its page and, when there is a webhook, sent there.</summary>
internal sealed class AlertmanagerResource(string name) : ContainerResource(name);

internal static class AlertmanagerExtensions
{
    // Alertmanager replaces no variables in its configuration; it does read the webhook's address from a file.
    private const string Start = """
        settings=alertmanager.yml;
        if [ -n "$ALERT_WEBHOOK" ]; then printf %s "$ALERT_WEBHOOK" > /etc/alertmanager/webhook-url; settings=webhook.yml; fi;
        exec /bin/alertmanager --config.file=/etc/alertmanager/$settings --storage.path=/alertmanager
        """;

    public static IResourceBuilder<AlertmanagerResource> AddAlertmanager(this IDistributedApplicationBuilder builder, string name) => builder
        .AddStackContainer(new AlertmanagerResource(name), Images.Alertmanager, "/-/ready", new StackPort("http", 9093, name))
        .WithConfig("otel/alertmanager/alertmanager.yml", "/etc/alertmanager/alertmanager.yml")
        .WithConfig("otel/alertmanager/webhook.yml", "/etc/alertmanager/webhook.yml")
        .WithEntrypoint("/bin/sh")
        .WithArgs("-c", Start.ReplaceLineEndings(" "))
        .InExport(new ExportShape("128M", "0.25", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9093/-/ready"));

    /// <summary>Empty: none.</summary>
    public static IResourceBuilder<AlertmanagerResource> WithWebhook(this IResourceBuilder<AlertmanagerResource> alertmanager, StackParameter address) =>
        alertmanager.WithEnvironment("ALERT_WEBHOOK", address.Builder);

    public static IResourceBuilder<AlertmanagerResource> WithDataVolume(this IResourceBuilder<AlertmanagerResource> alertmanager) => alertmanager.WithData("/alertmanager");
}
