using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ael.Engine.Cli.Doctor;

/// <summary>An execution of which the stack must have metrics, log lines and a trace.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Instance"><c>service.instance.id</c> of its telemetry; empty when no metrics are exported.</param>
internal sealed record Probe(ExecutionResult Result, string Instance)
{
    public const string Workflow = "doctor-probe";

    /// <summary>Its step, as its span and its log line are named.</summary>
    public const string Step = "probe";

    // Nothing but Python: no MCP server has to be there.
    private const string Yaml = $"""
        name: {Workflow}
        version: "1.0"
        description: What `doctor` looks for in Prometheus, Loki and Tempo
        steps:
          - id: {Step}
            code: |
              print("the doctor was here")
              return 1
        """;

    private const int FlushMilliseconds = 10_000;

    public string TraceId => Result.TraceId ?? "";

    /// <summary>Runs it, and sends what it left at once.</summary>
    public static async Task<Probe> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var definition = (await services.GetRequiredService<IWorkflowValidator>().ValidateAsync(Yaml, $"{Workflow}.yaml", all: false, cancellationToken)).Definition
            ?? throw new InvalidOperationException($"{Workflow} is not valid");
        var request = new StartRequest(Workflow, JsonElement.Parse("{}"), Sources.Cli) { Definition = definition };
        var result = await (await services.GetRequiredService<IWorkflowEngine>().StartAsync(request, cancellationToken)).Completion;
        var metrics = services.GetService<MeterProvider>();
        Flush(services, metrics);
        return new Probe(result, InstanceOf(metrics));
    }

    // What cannot be sent shows in what does not arrive.
    private static void Flush(IServiceProvider services, MeterProvider? metrics)
    {
        services.GetService<TracerProvider>()?.ForceFlush(FlushMilliseconds);
        services.GetService<LoggerProvider>()?.ForceFlush(FlushMilliseconds);
        metrics?.ForceFlush(FlushMilliseconds);
    }

    [SuppressMessage("Globalization", "CA1305", Justification = "attribute values are texts")]
    private static string InstanceOf(BaseProvider? provider) =>
        provider?.GetResource().Attributes.FirstOrDefault(a => a.Key == "service.instance.id").Value?.ToString() ?? "";
}
