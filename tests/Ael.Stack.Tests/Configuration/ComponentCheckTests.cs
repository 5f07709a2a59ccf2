using Ael.Stack.Tests.Servers;

namespace Ael.Stack.Tests.Configuration;

/// <summary>Each configuration, as it is in the repository but for addresses and paths, through the check of the component itself.</summary>
public sealed class ComponentCheckTests
{
    [Fact]
    public async Task Prometheus_accepts_its_configuration_and_its_rules()
    {
        await using var servers = new StackServers();
        await Checker.PassesAsync(StackPrograms.Promtool, ["check", "config", Prometheus.WriteFiles(servers)]);
    }

    [Fact]
    public async Task Prometheus_refuses_a_broken_one()
    {
        await using var servers = new StackServers();
        var file = Prometheus.WriteFiles(servers, text => text.Replace("honor_labels", "honour_labels", StringComparison.Ordinal));
        var (code, said) = await Checker.RunAsync(StackPrograms.Promtool, ["check", "config", file]);
        Assert.NotEqual(0, code);
        Assert.Contains("honour_labels", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alertmanager_accepts_its_configuration_with_a_webhook_and_without()
    {
        await using var servers = new StackServers();
        await Checker.PassesAsync(StackPrograms.Amtool, ["check-config", Repository.PathOf("otel", "alertmanager", "alertmanager.yml")]);
        var webhook = File.ReadAllText(Repository.PathOf("otel", "alertmanager", "webhook.yml"));
        Assert.Contains("url_file: ", webhook, StringComparison.Ordinal);
        var file = Path.Combine(servers.Folder("alertmanager"), "webhook.yml");

        // The amtool of Debian 12 knows no url_file yet.
        await File.WriteAllTextAsync(
            file, webhook.Replace("url_file: /etc/alertmanager/webhook-url", "url: http://127.0.0.1/", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await Checker.PassesAsync(StackPrograms.Amtool, ["check-config", file]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_collector_accepts_its_configuration_with_Aspire_s_dashboard_and_without(bool dashboard)
    {
        await using var servers = new StackServers();
        string[] files = dashboard ? ["config.yaml", "aspire-dashboard.yaml"] : ["config.yaml"];
        await Checker.PassesAsync(
            StackPrograms.Collector, ["validate", .. files.Select(file => $"--config={Repository.PathOf("otel", "collector", file)}")],
            new Dictionary<string, string> { ["ASPIRE_DASHBOARD_ENDPOINT"] = "http://127.0.0.1:18889", ["OTELCOL_QUEUE_DIR"] = servers.Folder("queue") });
    }

    [Fact]
    public Task Loki_accepts_its_configuration() => Checker.PassesAsync(
        StackPrograms.Loki, ["-verify-config", "-config.expand-env=true", $"-config.file={Repository.PathOf("otel", "loki", "config.yaml")}"]);

    [Fact]
    public Task Tempo_accepts_its_configuration_without_a_warning() => Checker.PassesAsync(
        StackPrograms.Tempo, ["-config.verify=true", "-config.expand-env=true", $"-config.file={Repository.PathOf("otel", "tempo", "config.yaml")}"]);
}
