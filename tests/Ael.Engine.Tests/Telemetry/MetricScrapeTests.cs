namespace Ael.Engine.Tests.Telemetry;

/// <summary>What <c>/metrics</c> answers, against what the store holds.</summary>
public sealed class MetricScrapeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_mixed_load_every_number_is_that_of_the_store()
    {
        await using var engine = await MetricEngine.StartAsync(MetricLoad.Workflows);
        await MetricLoad.RunAsync(engine);

        var stored = await StoredMetrics.OfAsync(engine.Store, MetricTools.Names, Token);
        var exported = await engine.MetricsAsync();

        Assert.Equal(stored.Text, StoredMetrics.TextOf(exported.Series));
    }
}
