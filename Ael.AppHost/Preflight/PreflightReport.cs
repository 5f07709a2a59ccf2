using Microsoft.Extensions.DependencyInjection;

namespace Ael.AppHost.Preflight;

/// <summary>
/// What can be known before anything starts. A resource that could not work is left out of the model and named on the console with the reason
/// and the way out; all others start. Aspire would start it, and wait for it in silence or take another program's port for its own.
/// </summary>
internal sealed class PreflightReport(bool probes, ContainerRuntime? runtime, TextWriter console)
{
    private readonly Dictionary<string, string> _refused = [];
    private readonly List<string> _lines = [];

    /// <summary>False: nothing is looked at, and everything is taken to be there. For publishing, and for tests of the model.</summary>
    public bool Probes { get; } = probes;

    /// <summary>Null: none answers, and no container is in the model.</summary>
    public ContainerRuntime? Runtime { get; } = runtime;

    /// <summary>What was said on the console.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public bool IsRefused(string resource) => _refused.ContainsKey(resource);

    /// <summary>Leaves a resource out. The first reason is the one that is said.</summary>
    /// <param name="resource">Its name.</param>
    /// <param name="reason">A sentence.</param>
    /// <param name="remedy">Another one: what to do.</param>
    public void Refuse(string resource, string reason, string remedy)
    {
        if (_refused.TryAdd(resource, reason))
        {
            Say($"{resource} is not started: {reason} {remedy} Everything else starts.");
        }
    }

    public void Say(string line)
    {
        _lines.Add(line);
        console.WriteLine(line);
    }

    public static PreflightReport Of(IDistributedApplicationBuilder builder)
    {
        if (builder.Services.FirstOrDefault(s => s.ServiceType == typeof(PreflightReport))?.ImplementationInstance is PreflightReport report)
        {
            return report;
        }

        report = RunOptions.Probes(builder) ? Probe(builder) : new PreflightReport(false, ContainerRuntime.Assumed, TextWriter.Null);
        builder.Services.AddSingleton(report);
        return report;
    }

    private static PreflightReport Probe(IDistributedApplicationBuilder builder)
    {
        // Standard error, as for anything that is not the output of a resource.
        if (!RunOptions.WithStack(builder))
        {
            var without = new PreflightReport(true, null, Console.Error);
            without.Say($"Without Prometheus, Loki, Tempo and Grafana, as {RunOptions.Stack}=false says; Aspire's dashboard shows the engine's telemetry.");
            return without;
        }

        var (runtime, failure) = ContainerRuntime.Find(RunOptions.Runtime(builder));
        var report = new PreflightReport(true, runtime, Console.Error);
        if (failure is { } why)
        {
            report.Say($"Without Prometheus, Loki, Tempo and Grafana: {why.Reason} Aspire's dashboard shows the engine's telemetry.");
            report.Say($"To get them: {why.Remedy}");
        }

        return report;
    }
}
