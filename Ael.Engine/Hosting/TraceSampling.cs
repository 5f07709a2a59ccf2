using System.Diagnostics;
using Ael.Engine.Configuration;
using Ael.Engine.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Ael.Engine.Hosting;

/// <summary>Which traces are exported: decided when they start, or when their workflow has ended.</summary>
internal static class TraceSampling
{
    public static void AddSampler(this IServiceCollection services, TracesOptions options) =>
        services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.SetSampler(Sampler(options)));

    /// <summary>What stands between the spans and <paramref name="export"/>: nothing, when the start decides.</summary>
    public static BaseProcessor<Activity> BeforeExport(this TracesOptions options, IServiceProvider services, BaseProcessor<Activity> export) =>
        options.Sampling == SamplingMode.Head
            ? export
            : new TailSampler(
                export,
                new TailSettings(options.Ratio, options.Slow, options.MaxHeldSpans),
                services.GetRequiredService<TraceHolds>(),
                () => services.GetRequiredService<AelTelemetry>().TracesDecidedEarly.Add(1));

    // Everything is recorded where the end decides, also what a caller did not choose: it cannot know of errors to come.
    private static Sampler Sampler(TracesOptions options) =>
        options.Sampling == SamplingMode.Head ? new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Ratio)) : new AlwaysOnSampler();
}
