namespace Ael.Stack.Tests.Servers;

/// <summary>How collector, Loki, Tempo and Alertmanager are run with their configuration.</summary>
internal static class Backends
{
    /// <param name="servers">The stack.</param>
    /// <param name="change">Further changes to <c>config.yaml</c>.</param>
    public static ServerProcess AddCollector(this StackServers servers, Func<string, string>? change = null)
    {
        var program = StackPrograms.Collector;
        var folder = servers.Folder("otel-collector");
        var config = servers.Files.Copy("otel-collector", "collector/config.yaml", new Dictionary<string, string>(), change);
        var server = servers.Add("otel-collector", program, [$"--config={config}"], servers.Url("otel-collector", 13133));
        server.Environment["OTELCOL_QUEUE_DIR"] = Path.Combine(folder, "queue");
        return server;
    }

    public static ServerProcess AddLoki(this StackServers servers)
    {
        var program = StackPrograms.Loki;
        var address = servers.Network.AddressOf("loki");
        var config = servers.Files.Copy(
            "loki", "loki/config.yaml", new Dictionary<string, string> { ["/loki"] = Path.Combine(servers.Folder("loki"), "data") },
            text => text.Replace("instance_addr: 127.0.0.1", $"instance_addr: {address}", StringComparison.Ordinal));
        return servers.Add(
            "loki", program,
            [$"-config.file={config}", "-config.expand-env=true", $"-server.http-listen-address={address}", $"-server.grpc-listen-address={address}"],
            servers.Url("loki", 3100).At("ready"));
    }

    public static ServerProcess AddTempo(this StackServers servers)
    {
        var program = StackPrograms.Tempo;
        var address = servers.Network.AddressOf("tempo");

        // As a single process its parts speak on 127.0.0.1 alone, whatever is configured.
        var grpc = 17100 + servers.Network.Block;
        var config = servers.Files.Copy(
            "tempo", "tempo/config.yaml", new Dictionary<string, string> { ["/var/tempo"] = Path.Combine(servers.Folder("tempo"), "data") },
            text => text.Replace("server:\n", $"server:\n  http_listen_address: {address}\n  grpc_listen_address: 127.0.0.1\n", StringComparison.Ordinal)
                .Replace("grpc_listen_port: 9095", $"grpc_listen_port: {grpc}", StringComparison.Ordinal));
        return servers.Add(
            "tempo", program, [$"-config.file={config}", "-config.expand-env=true", $"-querier.frontend-address=127.0.0.1:{grpc}"], servers.Url("tempo", 3200).At("ready"));
    }

    /// <param name="servers">The stack.</param>
    /// <param name="webhook">Where alerts are sent; null: nowhere, as without the parameter.</param>
    public static ServerProcess AddAlertmanager(this StackServers servers, Uri? webhook = null)
    {
        var program = StackPrograms.Alertmanager;
        var config = servers.Files.Copy(
            "alertmanager", webhook is null ? "alertmanager/alertmanager.yml" : "alertmanager/webhook.yml", new Dictionary<string, string>(),
            // The Alertmanager of Debian 12 knows no url_file yet.
            text => servers.Files.Hurry(text.Replace("url_file: /etc/alertmanager/webhook-url", $"url: {webhook}", StringComparison.Ordinal)));
        return servers.Add(
            "alertmanager", program,
            [
                $"--config.file={config}", "--storage.path=data", $"--web.listen-address={servers.Network.AddressOf("alertmanager")}:9093", "--cluster.listen-address=",
            ],
            servers.Url("alertmanager", 9093).At("-/ready"));
    }
}
