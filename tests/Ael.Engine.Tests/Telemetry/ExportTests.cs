using Ael.Engine.Tests.Support;
using Ael.ServiceDefaults.Export;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>What any service exports, and to whom.</summary>
public sealed class ExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task Three_signals_arrive_with_the_service_as_resource_and_the_headers(bool grpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        var otlp = ExportingService.To(grpc ? receiver.Grpc : receiver.Http, grpc) with { Headers = new Dictionary<string, string> { ["X-Key"] = "a,b=c", ["Authorization"] = "Bearer x" } };
        await using var service = await ExportingService.StartAsync(otlp);
        service.Spans(3);
        service.Counter.Add(5);
        service.Logger.Log(LogLevel.Information, default, "three things", null, (s, _) => s);
        await receiver.WaitForAsync(r => r.Spans.Count == 3 && r.Metric("things")?.Points[0].Value == 5 && r.Logs.Any(l => l.Body as string == "three things"), Token);

        var resources = receiver.Spans.Select(s => s.Origin).Concat(receiver.Metrics.Select(m => m.Origin)).Concat(receiver.Logs.Select(l => l.Origin)).Select(o => o.Resource).ToList();
        Assert.All(resources, r =>
        {
            Assert.Equal(("things", "1.2.3"), (r.Text("service.name"), r.Text("service.version")));
            Assert.True(Guid.TryParse(r.Text("service.instance.id"), out _));
            Assert.False(r.ContainsKey("service.namespace"));
            Assert.False(r.ContainsKey("deployment.environment.name"));
        });
        Assert.Single(resources.Select(r => r.Text("service.instance.id")).Distinct());
        Assert.All(receiver.Requests, r => Assert.Equal((grpc, "a,b=c", "Bearer x"), (r.Grpc, r.Headers["x-key"], r.Headers["authorization"])));
        Assert.Equal(["logs", "metrics", "traces"], receiver.Requests.Select(r => r.Signal).Distinct().Order());
        Assert.Empty(service.Warnings);
    }

    [Fact]
    public async Task Each_start_is_an_instance_of_its_own()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        for (var i = 0; i < 2; i++)
        {
            await using var service = await ExportingService.StartAsync(ExportingService.To(receiver.Grpc));
            service.Spans(1);
            // Before it ends: what an end still sends has a bound, which a busy machine may not keep.
            await receiver.WaitForAsync(r => r.Spans.Count > i, Token);
        }

        Assert.Equal(2, receiver.Spans.Select(s => s.Origin.Resource.Text("service.instance.id")).Distinct().Count());
    }

    [Fact]
    public async Task Variables_name_the_service_and_its_environment()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        await using var service = await ExportingService.StartAsync(
            ExportingService.To(receiver.Grpc), null, ("OTEL_SERVICE_NAME", "other"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=staging,service.version=9"));
        service.Spans(1);
        await receiver.WaitForAsync(r => r.Spans.Count == 1, Token);

        var resource = receiver.Spans[0].Origin.Resource;
        Assert.Equal(("other", "staging", "9"), (resource.Text("service.name"), resource.Text("deployment.environment.name"), resource.Text("service.version")));
    }

    [Fact]
    public async Task Signals_go_to_different_collectors_where_variables_say_so()
    {
        await using var one = await OtlpReceiver.StartAsync(Token);
        await using var two = await OtlpReceiver.StartAsync(Token);
        await using var service = await ExportingService.StartAsync(
            ExportingService.To(one.Grpc), null,
            ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", new Uri(two.Http, "v1/logs").ToString()), ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf"), ("OTEL_METRICS_EXPORTER", "none"));
        service.Spans(1);
        service.Logger.Log(LogLevel.Information, default, "a thing", null, (s, _) => s);
        await one.WaitForAsync(r => r.Spans.Count == 1, Token);
        await two.WaitForAsync(r => r.Logs.Any(l => l.Body as string == "a thing"), Token);
        await service.StopAsync();

        Assert.Equal(["traces"], one.Requests.Select(r => r.Signal).Distinct());
        Assert.Equal(["logs"], two.Requests.Select(r => r.Signal).Distinct());
    }

    [Fact]
    public async Task Without_an_endpoint_there_is_no_exporter_at_all()
    {
        await using var service = await ExportingService.StartAsync(new OtlpDefaults());

        Assert.Null(service.Services.GetService<ExportHealth>());
        Assert.DoesNotContain(service.Services.GetServices<IHostedService>(), s => s is TelemetryFlush);
        Assert.Null(service.Source.StartActivity("not exported")?.Parent);
        Assert.Empty(service.Warnings);
    }

    [Fact]
    public async Task What_stands_before_the_export_decides_what_is_exported()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Token);
        await using var service = await ExportingService.StartAsync(
            ExportingService.To(receiver.Grpc), d => d.BeforeSpanExport = (_, next) => new OnlySpans(s => s.OperationName == "kept", next));
        service.Source.StartActivity("dropped")!.Dispose();
        service.Source.StartActivity("kept")!.Dispose();
        await service.StopAsync();

        var span = Assert.Single(receiver.Spans);
        Assert.Equal(("kept", "things"), (span.Name, span.Origin.Resource.Text("service.name")));
    }
}
