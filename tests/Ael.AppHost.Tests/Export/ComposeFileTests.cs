using System.Text.RegularExpressions;

namespace Ael.AppHost.Tests.Export;

/// <summary>What a homelab may rely on, read off the committed file.</summary>
public sealed partial class ComposeFileTests
{
    [Fact]
    public void All_of_the_stack_is_in_it() => Assert.Equal(
        ["ael", "ael-gateway", "ael-node", "alertmanager", "grafana", "loki", "otel-collector", ComposeFile.Once, "postgres", "prometheus", "tempo"],
        ComposeFile.Services.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Images_are_pinned() => Assert.All(
        ComposeFile.Services.Values,
        service => Assert.Matches(@"^(\$\{AEL_IMAGE:-)?[a-z/-]+:v?\d+\.\d+(\.\d+)?(-alpine)?\}?$", service.Word("image")));

    [Fact]
    public void Ports_are_on_loopback_unless_a_variable_opens_one_that_asks_for_a_key_or_a_password()
    {
        var ports = ComposeFile.Services.SelectMany(s => s.Value.List("ports").Select(p => (Service: s.Key, Text: p.ToString()))).ToList();

        Assert.NotEmpty(ports);
        Assert.All(ports, p => Assert.Matches(@"^(127\.0\.0\.1|\$\{[A-Z]+_BIND:-127\.0\.0\.1\}):\$\{[A-Z_]+_PORT:-\d+\}:\d+$", p.Text));
        Assert.Equal(["ael", "ael-gateway", "grafana"], ports.Where(p => p.Text.Contains("_BIND", StringComparison.Ordinal)).Select(p => p.Service).Order(StringComparer.Ordinal));
        Assert.Distinct(ports.Select(p => Regex.Match(p.Text, @":-(\d+)\}:\d+$").Groups[1].Value));
    }

    [Fact]
    public void Every_service_that_can_has_a_health_check() => Assert.Equal(
        ComposeFile.LastingServices.Select(s => s.Key).Where(s => s != ComposeFile.WithoutProbe),
        ComposeFile.Services.Where(s => s.Value.At("healthcheck", "test") is not null).Select(s => s.Key));

    [Fact]
    public void Everything_that_goes_on_is_started_again_and_is_bounded() => Assert.All(
        ComposeFile.LastingServices,
        service =>
        {
            Assert.Equal("unless-stopped", service.Value.Word("restart"));
            Assert.Matches(@"^\d+[MG]$", service.Value.Word("deploy", "resources", "limits", "memory"));
            Assert.Matches(@"^\d+\.\d+$", service.Value.Word("deploy", "resources", "limits", "cpus"));
            Assert.NotNull(service.Value.Word("logging", "options", "max-size"));
        });

    [Fact]
    public void Nothing_has_more_rights_than_it_needs() => Assert.All(
        ComposeFile.Services,
        service =>
        {
            Assert.Equal(["ALL"], service.Value.List("cap_drop").Select(c => c.ToString()));
            Assert.Contains("no-new-privileges:true", service.Value.List("security_opt").Select(o => o.ToString()));
            Assert.Null(service.Value.At("privileged"));
            // PostgreSQL's image begins as root, to become what it is here from the start.
            Assert.Equal(service.Key == "postgres" ? "postgres" : null, service.Value.At("user")?.ToString());
        });

    [Fact]
    public void Who_waits_waits_for_health_or_for_an_end()
    {
        var waits = ComposeFile.Services.SelectMany(s => s.Value.Map("depends_on")).Select(d => (On: d.Key, Condition: d.Value.Word("condition"))).ToList();

        Assert.All(waits, w => Assert.Equal(w.On == ComposeFile.Once ? "service_completed_successfully" : "service_healthy", w.Condition));
        Assert.Contains(waits, w => w.On == ComposeFile.Once);
    }

    [Fact]
    public void A_cluster_is_a_profile_that_nothing_else_needs()
    {
        string[] cluster = ["ael-gateway", "ael-node", "postgres"];

        Assert.All(ComposeFile.Services, s => Assert.Equal(cluster.Contains(s.Key) ? ["cluster"] : [], s.Value.List("profiles").Select(p => p.ToString())));
        Assert.All(ComposeFile.Services.Where(s => !cluster.Contains(s.Key)), s => Assert.DoesNotContain(s.Value.Map("depends_on"), d => cluster.Contains(d.Key)));
        Assert.Equal("${AEL_BACKEND:-local}", ComposeFile.Services["ael"].Word("environment", "AEL__EXECUTION__BACKEND"));
        Assert.Equal("cluster", ComposeFile.Services["ael-node"].Word("environment", "AEL__EXECUTION__BACKEND"));
        // All are one service to whoever looks at telemetry, with one configuration.
        string[] same = ["OTEL_SERVICE_NAME", "AEL_CONFIG_PATH", "AEL__STORAGE__POSTGRES", "PGPASSWORD"];
        Assert.All(same, v => Assert.Equal(ComposeFile.Services["ael"].Word("environment", v), ComposeFile.Services["ael-node"].Word("environment", v)));
    }

    [Fact]
    public void The_engine_waits_for_nothing() => Assert.Null(ComposeFile.Services["ael"].At("depends_on"));

    [Fact]
    public void Secrets_have_no_default_and_stop_a_start_without_them()
    {
        var environment = ComposeFile.Services.Values.SelectMany(s => s.Map("environment")).DistinctBy(e => (e.Key, e.Value.ToString())).Where(e => e.Key != "AEL__EXECUTION__BACKEND").ToDictionary(e => e.Key, e => e.Value.ToString());

        Assert.Equal("${GRAFANA_PASSWORD:?set it in .env}", environment["GF_SECURITY_ADMIN_PASSWORD"]);
        Assert.Equal("${AEL_API_KEY_SHA256:?set it in .env}", environment["AEL_API_KEY_SHA256"]);
        // Its image does not start with an empty one, and without the profile nobody has need of it.
        Assert.Equal("${POSTGRES_PASSWORD:-}", environment["POSTGRES_PASSWORD"]);
        Assert.Equal("false", environment["GF_AUTH_ANONYMOUS_ENABLED"]);
        Assert.DoesNotContain("GF_USERS_VIEWERS_CAN_EDIT", environment.Keys);
        Assert.False(File.Exists(Path.Combine(ComposeFile.Folder, ".env")), ".env is for secrets, and is not committed");
        Assert.DoesNotContain(EnvExample(), v => (v.Key is "GRAFANA_PASSWORD" or "AEL_API_KEY_SHA256") && v.Value.Length > 0);
    }

    [Fact]
    public void The_engine_listens_only_behind_a_key()
    {
        var settings = File.ReadAllText(Path.Combine(ComposeFile.Folder, "config", "ael", "ael-config.yaml"));

        Assert.Contains("host: 0.0.0.0", settings, StringComparison.Ordinal);
        Assert.Contains("sha256: \"${AEL_API_KEY_SHA256:?}\"", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("allow_anonymous: true", settings, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_variable_has_a_default_or_is_required_and_stands_in_the_example()
    {
        // Doubled, a dollar sign is the container's.
        var variables = Variable().Matches(ComposeFile.Text.Replace("$$", "", StringComparison.Ordinal)).Select(m => m.Value).ToList();

        Assert.All(variables, v => Assert.Matches(@"^\$\{[A-Z0-9_]+:[-?][^}]*\}$", v));
        var named = variables.Select(v => Regex.Match(v, "[A-Z0-9_]+").Value).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(named, EnvExample().Keys.Where(k => k is not ("COMPOSE_PROJECT_NAME" or "COMPOSE_PROFILES")).Order(StringComparer.Ordinal));
    }

    /// <summary>Variables of the example, commented out or not.</summary>
    private static Dictionary<string, string> EnvExample() => File.ReadAllLines(Path.Combine(ComposeFile.Folder, ".env.example"))
        .Select(line => Regex.Match(line, @"^#?([A-Z0-9_]+)=(.*)$")).Where(m => m.Success).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    [GeneratedRegex(@"\$(\{[^}]*\}|.)")]
    private static partial Regex Variable();
}
