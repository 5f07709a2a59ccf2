using System.Diagnostics;

namespace Ael.Stack.Tests.Servers;

/// <summary>How Prometheus is run with <c>otel/prometheus</c>.</summary>
internal static class Prometheus
{
    // Newer than the Prometheus of Debian 12. With its comments, up to the next key.
    private const string Retention = "    retention:\n      time: 15d\n      size: 5GB\n";

    /// <param name="servers">The stack.</param>
    /// <param name="change">Further changes to <c>prometheus.yml</c>.</param>
    public static ServerProcess AddPrometheus(this StackServers servers, Func<string, string>? change = null)
    {
        var program = StackPrograms.Prometheus;
        var config = WriteFiles(servers, change);
        return servers.Add(
            "prometheus", program,
            [
                $"--config.file={config}", "--storage.tsdb.path=data", $"--web.listen-address={servers.Network.AddressOf("prometheus")}:9090",
                "--enable-feature=exemplar-storage", "--web.enable-remote-write-receiver",
                // An alert that Alertmanager was not up to hear is said again after this long (a minute by default).
                $"--rules.alert.resend-delay={servers.Files.Hurry("1m")}",
                // What older versions cannot read from the file.
                .. KnowsRetention(servers.Folder("prometheus")) ? Array.Empty<string>() : ["--storage.tsdb.retention.time=15d", "--storage.tsdb.retention.size=5GB"],
            ],
            servers.Url("prometheus", 9090).At("-/ready"));
    }

    /// <summary>The configuration, the rules and the targets; gives the path of the first.</summary>
    public static string WriteFiles(StackServers servers, Func<string, string>? change = null)
    {
        var folder = servers.Folder("prometheus");
        var rules = Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName;
        var targets = Directory.CreateDirectory(Path.Combine(folder, "targets")).FullName;
        foreach (var file in Directory.GetFiles(Repository.PathOf("otel", "prometheus", "rules")))
        {
            File.WriteAllText(Path.Combine(rules, Path.GetFileName(file)), servers.Files.Hurry(File.ReadAllText(file)));
        }

        File.WriteAllText(
            Path.Combine(targets, "ael-engine.yml"), servers.Network.Rewrite(File.ReadAllText(Repository.PathOf("otel", "prometheus", "targets", "ael-engine.yml")), "ael"));
        return servers.Files.Copy(
            "prometheus", "prometheus/prometheus.yml", new Dictionary<string, string> { ["/etc/prometheus"] = folder },
            text =>
            {
                text = text.Replace("localhost:9090", $"{servers.Network.AddressOf("prometheus")}:9090", StringComparison.Ordinal);
                text = KnowsRetention(folder) ? text : WithoutRetention(text);
                text = servers.Files.Hurry(text);
                return change is null ? text : change(text);
            });
    }

    private static string WithoutRetention(string text)
    {
        Assert.Contains(Retention, text, StringComparison.Ordinal);
        return text.Replace("  tsdb:\n", "", StringComparison.Ordinal)
            .Replace("    # Whichever is reached first. Flags of the same names would lose against this file.\n" + Retention, "", StringComparison.Ordinal);
    }

    private static bool KnowsRetention(string folder)
    {
        var probe = Path.Combine(folder, "retention.yml");
        File.WriteAllText(probe, "storage: { tsdb: { retention: { time: 1d } } }\n");
        using var promtool = Process.Start(new ProcessStartInfo(StackPrograms.Promtool, ["check", "config", "--syntax-only", probe])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        promtool.StandardOutput.ReadToEnd();
        promtool.StandardError.ReadToEnd();
        promtool.WaitForExit();
        return promtool.ExitCode == 0;
    }
}
