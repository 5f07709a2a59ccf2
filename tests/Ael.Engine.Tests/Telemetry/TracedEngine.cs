using System.Diagnostics;
using System.Text.Json;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;
using OpenTelemetry.Exporter;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Runs a workflow for a caller with a trace of its own, and reads what was exported of it.</summary>
internal static class TracedEngine
{
    public static async Task<ExecutionHandle> StartTracedAsync(this TestEngine engine, ActivityContext caller, string yaml, string inputs = "{}") =>
        await engine.Engine.StartAsync(
            new StartRequest("", JsonElement.Parse(inputs), Sources.Rest) { Definition = await engine.ReadAsync(yaml), Parent = caller }, TestContext.Current.CancellationToken);

    public static async Task<ExecutionResult> EndAsync(this ExecutionHandle handle) =>
        await handle.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public static async Task<(ExecutionResult Result, IReadOnlyList<OtlpSpan> Spans)> RunTracedAsync(
        this TestEngine engine, TraceReceiver receiver, string yaml, Predicate<OtlpSpan>? also = null, OtlpExportProtocol protocol = OtlpExportProtocol.HttpProtobuf)
    {
        var caller = TraceReceiver.Caller();
        var result = await (await engine.StartTracedAsync(caller, yaml)).EndAsync();
        return (result, await receiver.SpansAsync(caller, also: also, protocol: protocol));
    }

    /// <summary>The spans of one kind.</summary>
    public static IReadOnlyList<OtlpSpan> Named(this IEnumerable<OtlpSpan> spans, string start) =>
        [.. spans.Where(s => s.Name.StartsWith(start, StringComparison.Ordinal)).OrderBy(s => s.Start)];
}
