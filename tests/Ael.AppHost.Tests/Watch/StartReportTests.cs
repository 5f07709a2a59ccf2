using Ael.AppHost.Watch;
using Microsoft.Extensions.Time.Testing;

namespace Ael.AppHost.Tests.Watch;

public sealed class StartReportTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StartReport _report;

    public StartReportTests() => _report = new StartReport(_time);

    [Fact]
    public void What_comes_up_in_time_is_no_line()
    {
        Assert.Empty(_report.See(new ResourceView("loki", "Starting", false)));
        Pass(StartReport.Patience / 2);
        Assert.Empty(_report.Tick());
        Assert.Empty(_report.See(new ResourceView("loki", "Running", true)));
        Pass(StartReport.Patience * 3);
        Assert.Empty(_report.Tick());
    }

    [Fact]
    public void What_people_open_is_said_once_with_its_address()
    {
        Assert.Empty(_report.See(new ResourceView("ael", "Running", false)));

        var line = Assert.Single(_report.See(new ResourceView("ael", "Running", true) { Address = "http://localhost:8022" }));

        Assert.Equal("ael is ready: http://localhost:8022", line.Text);
        Assert.False(line.AskForLog);
        Assert.Empty(_report.See(new ResourceView("ael", "Running", true) { Address = "http://localhost:8022" }));
        Assert.Single(_report.See(new ResourceView("ael", "Exited", false, 1)));
        Assert.Equal(line.Text, Assert.Single(_report.See(new ResourceView("ael", "Running", true) { Address = "http://localhost:8022" })).Text);
    }

    [Fact]
    public void What_fails_is_said_at_once_and_once()
    {
        _report.See(new ResourceView("otel-collector", "Running", false));

        var line = Assert.Single(_report.See(new ResourceView("otel-collector", "Exited", false, 1)));

        Assert.Contains("otel-collector has ended with exit code 1", line.Text, StringComparison.Ordinal);
        Assert.True(line.AskForLog);
        Assert.Empty(_report.See(new ResourceView("otel-collector", "Exited", false, 1)));
        Pass(StartReport.Patience * 3);
        Assert.Empty(_report.Tick());
    }

    [Theory]
    [InlineData("FailedToStart", "could not be started")]
    [InlineData("RuntimeUnhealthy", "container runtime does not answer")]
    public void Other_failures_are_said_at_once_too(string state, string words) =>
        Assert.Contains(words, Assert.Single(_report.See(new ResourceView("tempo", state, false))).Text, StringComparison.Ordinal);

    [Fact]
    public void Who_waits_is_said_with_what_it_waits_for()
    {
        _report.See(new ResourceView("otel-collector", "Running", false));
        _report.See(new ResourceView("loki", "Running", true));
        _report.See(new ResourceView("ael", "Waiting", false, WaitsFor: ["loki", "otel-collector"]));
        Pass(StartReport.Patience);

        var lines = _report.Tick().Select(l => l.Text).ToList();

        Assert.Contains("ael waits for otel-collector (running).", lines);
        Assert.Equal(2, lines.Count);
    }

    [Theory]
    [InlineData("Starting", "", "is still on its way (starting)")]
    [InlineData("", "", "has not begun with grafana-password.")]
    [InlineData("Running", "Request failed with 503\n at line", "runs and is not healthy: Request failed with 503")]
    [InlineData("Running", "", "runs and is not healthy yet.")]
    [InlineData("ValueMissing", "", "Set Parameters__grafana_password")]
    public void What_takes_long_is_said_once_with_its_cause(string state, string ailment, string words)
    {
        _report.See(new ResourceView("grafana-password", state, false, Ailment: ailment));
        Pass(StartReport.Patience - TimeSpan.FromSeconds(1));
        Assert.Empty(_report.Tick());
        Pass(TimeSpan.FromSeconds(1));

        var line = Assert.Single(_report.Tick());

        Assert.Contains(words, line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line.Text);
        Pass(StartReport.Patience * 3);
        Assert.Empty(_report.Tick());
    }

    [Fact]
    public void What_has_not_begun_is_one_line()
    {
        _report.See(new ResourceView("loki", "", false));
        _report.See(new ResourceView("tempo", "", false));
        Pass(StartReport.Patience);

        Assert.Contains("loki, tempo", Assert.Single(_report.Tick()).Text, StringComparison.Ordinal);
        Assert.Equal(2, _report.See(new ResourceView("loki", "Running", true)).Concat(_report.See(new ResourceView("tempo", "Running", true))).Count());
    }

    [Fact]
    public void Only_a_container_has_an_image_to_fetch()
    {
        _report.See(new ResourceView("ael", "Starting", false));
        _report.See(new ResourceView("loki", "Starting", false) { IsContainer = true });
        Pass(StartReport.Patience);

        Assert.Equal("loki", Assert.Single(_report.Tick(), l => l.Text.Contains("image", StringComparison.Ordinal)).Resource);
    }

    [Fact]
    public void Of_what_a_container_runtime_says_stays_what_went_wrong() => Assert.Equal(
        ["Could not create the container", "Unable to find image 'a:1' locally"],
        LastWords.Of("2026-11-26T12:07:47.8370000Z [sys] Could not create the container\n[sys] docker command 'CreateContainer' returned with non-zero exit code 1\n[sys] error\n1aa90ec954be05002a663625e353ecf23e2c940ed8ad025b037452ad7f700601\n2026-11-26T12:07:47Z\n[sys] Unable to find image 'a:1' locally\n"));

    [Fact]
    public void What_was_said_and_came_right_is_said()
    {
        _report.See(new ResourceView("loki", "FailedToStart", false));
        Assert.Empty(_report.See(new ResourceView("loki", "Starting", false)));

        Assert.Equal("loki is ready now.", Assert.Single(_report.See(new ResourceView("loki", "Running", true))).Text);
        Assert.Empty(_report.See(new ResourceView("loki", "Running", true)));
    }

    [Theory]
    [InlineData("NotStarted")]
    [InlineData("Stopping")]
    [InlineData("Finished")]
    public void What_a_person_decided_is_no_line(string state)
    {
        _report.See(new ResourceView("tool", state, false));
        Pass(StartReport.Patience * 3);

        Assert.Empty(_report.Tick());
    }

    private void Pass(TimeSpan time) => _time.Advance(time);
}
