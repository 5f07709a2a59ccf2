using System.Diagnostics.Metrics;
using Ael.Engine.Configuration;
using OpenTelemetry.Metrics;

namespace Ael.Engine.Hosting;

/// <summary>What of the process's instruments is exported, and how many series each may have.</summary>
internal static class MetricViews
{
    /// <summary>The MCP SDK's meter and activity source.</summary>
    public const string McpSdk = "Experimental.ModelContextProtocol";

    private const string ExemplarFilter = "OTEL_METRICS_EXEMPLAR_FILTER";

    // `promtool check metrics` refuses gauges whose names end in _count, and these have theirs from OpenTelemetry's conventions, so that
    // another name would be known to nobody. Of all that the runtime says they help an operator least.
    private static readonly string[] s_refused = ["dotnet.assembly.count", "dotnet.process.cpu.count", "dotnet.timer.count"];

    public static IServiceCollection AddMetricViews(this IServiceCollection services, MetricsOptions options) =>
        services.ConfigureOpenTelemetryMeterProvider((provider, meters) =>
        {
            var own = provider.GetRequiredService<IMeterFactory>();
            meters.AddView(instrument => View(instrument, own, options.CardinalityLimit));
            if (string.IsNullOrEmpty(provider.GetRequiredService<IConfiguration>()[ExemplarFilter]))
            {
                meters.SetExemplarFilter(ExemplarFilterType.TraceBased);
            }
        });

    private static MetricStreamConfiguration View(Instrument instrument, IMeterFactory own, int limit)
    {
        if (IsForeign(instrument, own) || s_refused.Contains(instrument.Name))
        {
            return MetricStreamConfiguration.Drop;
        }

        // What a client asks the MCP server for is as the client spells it: only these are bounded.
        return instrument.Meter.Name == McpSdk && instrument.Name.StartsWith("mcp.server.", StringComparison.Ordinal)
            ? new MetricStreamConfiguration { CardinalityLimit = limit, TagKeys = ["error.type", "network.transport"] }
            : new MetricStreamConfiguration { CardinalityLimit = limit };
    }

    // The SDK listens to meters by name, across all containers of the process: the listener of /metrics would count its own scrapes, and
    // one engine the executions of another.
    private static bool IsForeign(Instrument instrument, IMeterFactory own) => instrument.Meter.Scope is IMeterFactory factory && factory != own;
}
