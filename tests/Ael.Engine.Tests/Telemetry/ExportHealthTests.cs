using Ael.Engine.Tests.Support;
using Ael.ServiceDefaults.Export;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>What is said about telemetry that cannot be delivered: once per outage, whatever fails and however often.</summary>
public sealed class ExportHealthTests : IDisposable
{
    private static readonly Uri s_collector = new("http://collector:4317");

    private readonly FakeTimeProvider _time = new();
    private readonly HeardLog _log = new();
    private readonly Dictionary<TelemetrySignal, long> _counted = [];
    private readonly ExportHealth _health;

    private IReadOnlyList<string> Said => _log.Lines;

    public ExportHealthTests() => _health = new ExportHealth(
        new Lazy<ILogger>(_log), _time, new Lazy<Action<TelemetrySignal, long>>((signal, n) => _counted[signal] = _counted.GetValueOrDefault(signal) + n), "Do this.");

    [Fact]
    public void An_outage_is_one_warning_with_reason_and_way_out()
    {
        for (var i = 0; i < 50; i++)
        {
            Fail(TelemetrySignal.Traces, 512);
            Fail(TelemetrySignal.Logs, 100);
            Fail(TelemetrySignal.Metrics, 0);
        }

        Assert.Equal(
            "Warning: Telemetry cannot be delivered: traces to http://collector:4317/ failed (Connection refused). Executions go on; what cannot be delivered is dropped and counted. Do this.",
            Assert.Single(Said));
        Assert.Equal((25_600, 5_000, 0), (_health.Dropped(TelemetrySignal.Traces), _health.Dropped(TelemetrySignal.Logs), _health.Dropped(TelemetrySignal.Metrics)));
        Assert.Equal((25_600, 5_000), (_counted[TelemetrySignal.Traces], _counted[TelemetrySignal.Logs]));
        Assert.False(_counted.ContainsKey(TelemetrySignal.Metrics));
    }

    [Fact]
    public void Its_end_is_one_line_with_what_it_cost()
    {
        Fail(TelemetrySignal.Traces, 3);
        Fail(TelemetrySignal.Logs, 4);
        _health.Delivered(TelemetrySignal.Traces, well: true);
        _health.Delivered(TelemetrySignal.Logs, well: true);
        _health.Delivered(TelemetrySignal.Traces, well: true);

        Assert.Equal("Information: Telemetry is delivered again; 7 spans and log records were dropped meanwhile.", Assert.Single(Said.Skip(1)));
    }

    [Fact]
    public void The_next_outage_isSaid_again_and_counts_from_zero()
    {
        for (var i = 0; i < 2; i++)
        {
            Fail(TelemetrySignal.Traces, 3);
            _time.Advance(TimeSpan.FromSeconds(1));
            _health.Delivered(TelemetrySignal.Traces, well: true);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, Said.Count);
        Assert.Equal(Said.Take(2), Said.Skip(2));
    }

    [Fact]
    public void What_was_under_way_when_it_ended_starts_no_new_one()
    {
        var startedAt = _health.Now();
        _time.Advance(TimeSpan.FromSeconds(1));
        Fail(TelemetrySignal.Traces, 3);
        _time.Advance(TimeSpan.FromSeconds(1));
        _health.Delivered(TelemetrySignal.Traces, well: true);
        _time.Advance(TimeSpan.FromSeconds(8));
        _health.Failed(TelemetrySignal.Logs, 5, startedAt, s_collector, "timed out", Gate(TelemetrySignal.Logs));

        Assert.Equal(2, Said.Count);
        Assert.Equal(5, _health.Dropped(TelemetrySignal.Logs));
    }

    [Fact]
    public void A_signal_that_worked_while_another_failed_has_an_outage_of_its_own()
    {
        Fail(TelemetrySignal.Logs, 1);
        _health.Delivered(TelemetrySignal.Traces, well: true);
        Fail(TelemetrySignal.Traces, 1);

        Assert.Equal(["logs", "traces"], Said.Select(s => s.Split("delivered: ")[1].Split(' ')[0]));
    }

    [Fact]
    public void A_full_queue_isSaid_once_and_over_when_there_is_room_again()
    {
        var gate = new ExportGate(TelemetrySignal.Traces, 4, _health);
        Assert.Equal(4, Enumerable.Range(0, 10).Count(_ => gate.TryEnter()));
        gate.Leave(1);
        _health.Delivered(TelemetrySignal.Traces, gate.HasRoom);
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
        Assert.Single(Said);

        gate.Leave(2);
        _health.Delivered(TelemetrySignal.Traces, gate.HasRoom);

        Assert.Equal(
            [
                "Warning: Telemetry is dropped: 4 items of traces wait for a collector that is too slow or does not answer. Executions go on; what is dropped is counted. Do this.",
                "Information: Telemetry is delivered again; 7 spans and log records were dropped meanwhile.",
            ],
            Said);
        Assert.Equal(7, _health.Dropped(TelemetrySignal.Traces));
    }

    [Fact]
    public void A_queue_that_fills_up_before_the_export_fails_is_the_same_outage()
    {
        _health.Overflowed(TelemetrySignal.Traces, 4);
        Fail(TelemetrySignal.Traces, 4);
        Fail(TelemetrySignal.Logs, 4);

        Assert.Single(Said);
    }

    [Theory]
    [InlineData(3, 4, "Warning: Telemetry was not delivered within the 1.2 s that the end may take: 3 spans and 4 log records are lost.")]
    [InlineData(0, 0, null)]
    public void What_is_left_at_the_end_is_counted_andSaid(int spans, int logs, string? said)
    {
        _health.Close(s => s == TelemetrySignal.Traces ? spans : logs, TimeSpan.FromSeconds(1.2));
        Fail(TelemetrySignal.Traces, 100);

        Assert.Equal(said, Said.SingleOrDefault());
        Assert.Equal(spans, _counted[TelemetrySignal.Traces]);
    }

    [Theory]
    [InlineData("System.Net.Http.HttpRequestException: Connection refused (127.0.0.1:4317)\n ---> System.Net.Sockets.SocketException (111): x", "Connection refused (127.0.0.1:4317)")]
    [InlineData("System.Net.Sockets.SocketException (111): Connection refused", "Connection refused")]
    [InlineData("Status(StatusCode=\"Unavailable\", Detail=\"\")", "Status(StatusCode=\"Unavailable\", Detail=\"\")")]
    public void Reasons_are_a_line_without_types_and_stacks(string text, string reason) => Assert.Equal(reason, ExportFaults.Brief(text));

    [Fact]
    public void What_fails_beside_the_end_is_counted_once()
    {
        var gate = Gate(TelemetrySignal.Traces);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(gate.TryEnter());
        }

        _health.Failed(TelemetrySignal.Traces, 1, _health.Now(), s_collector, "Connection refused", gate);
        _health.Close(s => s == TelemetrySignal.Traces ? gate.Waiting : 0, TimeSpan.FromSeconds(1.2));
        _health.Failed(TelemetrySignal.Traces, 2, _health.Now(), s_collector, "Connection refused", gate);

        Assert.Equal(3, _counted[TelemetrySignal.Traces]);
        Assert.Contains("Connection refused", Assert.Single(Said), StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    private void Fail(TelemetrySignal signal, long items) => _health.Failed(signal, items, _health.Now(), s_collector, "Connection refused", Gate(signal));

    private ExportGate Gate(TelemetrySignal signal) => new(signal, 1000, _health);
}
