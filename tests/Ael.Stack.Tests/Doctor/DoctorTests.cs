namespace Ael.Stack.Tests.Doctor;

/// <summary>What <c>ael doctor</c> says about a stack of which one link or another is broken.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ael-doctor-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_works()
    {
        Programs.Require("python3");
        await using var servers = await FakeServers.StartAsync(Token);
        var (code, said, errors) = await RunAsync(servers);

        Assert.Equal("", errors);
        Assert.Equal(0, code);
        Assert.Equal(
            ["engine", "collector", "prometheus", "prometheus > engine", "metrics", "prometheus > alertmanager", "loki", "logs", "tempo", "traces", "grafana"],
            said.Split('\n').Where(l => l.StartsWith("works", StringComparison.Ordinal)).Select(l => l[8..34].TrimEnd()));
        Assert.EndsWith("Everything that was looked at works.", said, StringComparison.Ordinal);
        Assert.Contains(servers.Asked, q => q.Contains("trace_id=", StringComparison.Ordinal) && q.Contains("execution_id=\"exec-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_broken_link_is_named_with_what_to_do()
    {
        Programs.Require("python3");
        await using var servers = await FakeServers.StartAsync(Token);
        (servers.Scraped, servers.Counted, servers.Alertmanagers, servers.Logged, servers.Traced) = (false, false, 0, false, false);
        var (code, said, _) = await RunAsync(servers);

        Assert.Equal(1, code);
        AssertBroken(said, "prometheus > engine", "Status > Targets");
        AssertBroken(said, "metrics", "collector's port 8889");
        AssertBroken(said, "prometheus > alertmanager", "Start Alertmanager");
        AssertBroken(said, "logs", "structured metadata");
        AssertBroken(said, "traces", "AEL_TRACES_PERCENT");
        Assert.EndsWith("5 of 11 links do not work.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_collector_and_without_servers_it_says_so_at_once()
    {
        Programs.Require("python3");
        var environment = DoctorRun.Environment(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:1"), _folder);
        environment["AEL__DOCTOR__GRAFANA"] = "null";

        // What has no way out is not waited for.
        environment["AEL__DOCTOR__PATIENCE"] = "1h";
        var (code, said, _) = await DoctorRun.RunAsync(environment, _folder, Token);

        Assert.Equal(1, code);
        AssertBroken(said, "collector", "Start the collector");
        AssertBroken(said, "prometheus", "doctor.prometheus");
        AssertBroken(said, "loki", "doctor.loki");
        AssertBroken(said, "tempo", "doctor.tempo");
        Assert.Contains("skipped grafana", said, StringComparison.Ordinal);
        Assert.Contains("skipped traces", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_sends_nothing_is_the_first_thing_it_says()
    {
        Programs.Require("python3");
        await using var servers = await FakeServers.StartAsync(Token);
        var environment = DoctorRun.Environment(servers.Address, servers.Collector, _folder);
        environment.Remove("AEL__TELEMETRY__EXPORTERS__OTLP__ENDPOINT");
        var (code, said, _) = await DoctorRun.RunAsync(environment, _folder, Token);

        Assert.Equal(1, code);
        AssertBroken(said, "collector", "OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    private Task<(int Code, string Said, string Errors)> RunAsync(FakeServers servers) =>
        DoctorRun.RunAsync(DoctorRun.Environment(servers.Address, servers.Collector, _folder), _folder, Token);

    private static void AssertBroken(string said, string link, string advice)
    {
        var lines = said.Split('\n');
        var at = Array.FindIndex(lines, l => l.StartsWith($"broken  {link,-26}", StringComparison.Ordinal));
        Assert.True(at >= 0, $"no broken '{link}' in\n{said}");
        Assert.Contains(advice, lines[at + 1], StringComparison.Ordinal);
    }
}
