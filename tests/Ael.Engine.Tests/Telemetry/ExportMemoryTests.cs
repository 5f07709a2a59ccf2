using Ael.Engine.Tests.Support.Otlp;
using Ael.Engine.Tests.Support;
using Ael.ServiceDefaults.Export;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>What an exporter holds when nobody takes it.</summary>
[Collection(Alone.Name)]
public sealed class ExportMemoryTests
{
    [Fact]
    public async Task Memory_does_not_grow_with_what_cannot_be_delivered()
    {
        using var nobody = DeadEnd.NeverAccepting();
        await using var service = await ExportingService.StartAsync(ExportingService.To(nobody.Endpoint) with { MaxQueue = 1000 });
        service.Spans(20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        service.Spans(200_000);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        // A span takes some hundred bytes: held, these would be tens of megabytes.
        Assert.True(after - before < 8 * 1024 * 1024, $"grew by {after - before:N0} bytes");
        Assert.True(service.Dropped(TelemetrySignal.Traces) >= 218_000, $"{service.Dropped(TelemetrySignal.Traces)}");
    }
}
