using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using Ael.ServiceDefaults.Export;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Collectors that refuse, hang, fail and lag: exact counts, one warning, one line when it works again, a bounded end.</summary>
public sealed class ExportFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData((int)OtlpFault.Unavailable, true, "Unavailable")]
    [InlineData((int)OtlpFault.Unavailable, false, "503")]
    [InlineData((int)OtlpFault.Rejecting, true, "InvalidArgument")]
    [InlineData((int)OtlpFault.Rejecting, false, "400")]
    public async Task An_outage_is_said_once_with_its_reason_and_its_end_once_with_its_cost(int fault, bool grpc, string reason)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token, (OtlpFault)fault);
        await using var service = await ExportingService.StartAsync(ExportingService.To(grpc ? receiver.Grpc : receiver.Http, grpc));
        for (var sent = 1; sent <= 5; sent++)
        {
            service.Spans(1);
            await service.WaitForDroppedAsync(TelemetrySignal.Traces, sent);
        }

        Assert.Contains(reason, Assert.Single(service.Warnings), StringComparison.Ordinal);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", service.Warnings.Single(), StringComparison.Ordinal);
        receiver.Fault = OtlpFault.None;
        service.Spans(1);
        await receiver.WaitForAsync(r => r.Spans.Count == 1, Token);
        await service.Log.WaitForAsync("Information: Telemetry is delivered again", Token);

        Assert.Single(service.Warnings);
        Assert.Equal(5, service.Dropped(TelemetrySignal.Traces));
    }

    [Fact]
    public async Task A_full_queue_keeps_what_it_can_and_counts_the_rest()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token, OtlpFault.Hanging);
        await using var service = await ExportingService.StartAsync(ExportingService.To(receiver.Grpc) with { MaxQueue = 10 });
        service.Spans(1000);

        var watches = service.Services.GetRequiredService<ExportWatches>();
        Assert.Equal((10, 990), (watches.Waiting(TelemetrySignal.Traces), service.Dropped(TelemetrySignal.Traces)));
        Assert.Single(service.Warnings);
        receiver.Fault = OtlpFault.None;
        await receiver.WaitForAsync(r => r.Spans.Count == 10, Token);
        await service.Log.WaitForAsync("Telemetry is delivered again; 990", Token);
        Assert.Equal(0, watches.Waiting(TelemetrySignal.Traces));

        service.Spans(10);
        await receiver.WaitForAsync(r => r.Spans.Count == 20, Token);
        Assert.Equal(990, service.Dropped(TelemetrySignal.Traces));
    }

    [Fact]
    public async Task Log_records_are_bounded_and_counted_too()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token, OtlpFault.Hanging);
        await using var service = await ExportingService.StartAsync(ExportingService.To(receiver.Grpc) with { MaxQueue = 10 });
        for (var i = 0; i < 1000; i++)
        {
            service.Logger.Log(LogLevel.Information, default, i, null, (n, _) => $"{n}");
        }

        // The host's own lines are among the ten; the warning about the full queue is one more that is dropped.
        var before = service.Log.Lines.Count;
        Assert.Equal(before - 10, service.Dropped(TelemetrySignal.Logs));
        receiver.Fault = OtlpFault.None;
        await receiver.WaitForAsync(r => r.Logs.Count >= 10, Token);
    }

    [Theory]
    [InlineData("hanging")]
    [InlineData("never accepting")]
    [InlineData("refusing")]
    public async Task The_end_is_bounded_and_says_what_was_lost(string collector)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token, OtlpFault.Hanging);
        using var deadEnd = collector == "refusing" ? DeadEnd.Refusing() : DeadEnd.NeverAccepting();
        await using var service = await ExportingService.StartAsync(ExportingService.To(collector == "hanging" ? receiver.Grpc : deadEnd.Endpoint) with { BatchDelay = TimeSpan.FromMinutes(1) });
        service.Spans(700);
        service.Counter.Add(1);

        // Three exporters that each wait for their timeout of 10 s; a loaded machine gets some slack over the bound of 1.2 s.
        await service.StopAsync().WaitAsync(TimeSpan.FromSeconds(5), Token);

        Assert.Equal(700, service.Dropped(TelemetrySignal.Traces));
        Assert.Single(service.Warnings);
    }

    [Fact]
    public async Task The_end_delivers_what_waits()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        await using var service = await ExportingService.StartAsync(
            ExportingService.To(receiver.Grpc) with
            {
                BatchDelay = TimeSpan.FromMinutes(1),
                MetricsInterval = TimeSpan.FromMinutes(1),
                // What is delivered is meant here, and not how fast a machine is on which other tests run.
                FlushTimeout = EngineProcess.Patience,
            });
        service.Spans(2000);
        service.Counter.Add(7);
        service.Logger.Log(LogLevel.Information, default, "the last words", null, (s, _) => s);
        await service.StopAsync();

        Assert.Equal(2000, receiver.Spans.Count);
        Assert.Equal(7, receiver.Metric("things")!.Points[0].Value);
        Assert.Contains("the last words", receiver.Logs.Select(l => l.Body));
        Assert.Empty(service.Warnings);
        Assert.All(Enum.GetValues<TelemetrySignal>(), s => Assert.Equal(0, service.Dropped(s)));
    }
}
