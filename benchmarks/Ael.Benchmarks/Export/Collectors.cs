using Ael.Benchmarks.Load;
using Ael.Engine.Configuration;
using Ael.Engine.Tests.Support;
using Ael.Engine.Tests.Support.Otlp;

namespace Ael.Benchmarks.Export;

/// <summary>A state that a collector can be in.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Fault">Null: there is no collector process.</param>
/// <param name="Setup">Makes an engine export there: given the engine without exporter, the collector process, and a dead end.</param>
/// <param name="End">Makes a dead end, where there is no collector.</param>
internal sealed record CollectorState(string Name, OtlpFault? Fault, Func<EngineSetup, CollectorProcess?, DeadEnd?, EngineSetup> Setup, Func<DeadEnd>? End = null)
{
    /// <summary>An engine that does not export, and beside it the same that exports to the collector, which is there as long as they are.</summary>
    public WithEngines Beside(EngineSetup plain) => async use =>
    {
        using var collector = Fault is { } fault ? await CollectorProcess.StartAsync(fault) : null;
        using var end = End?.Invoke();
        using var without = new EngineProcess(plain);
        using var with = new EngineProcess(Setup(plain, collector, end));
        await use(without, with);
    };
}

internal static class Collectors
{
    public static IReadOnlyList<CollectorState> All { get; } =
    [
        // The same engine twice: what the machine alone makes of the ratio.
        new("no exporter (control)", null, (engine, _, _) => engine),
        new("well, gRPC", OtlpFault.None, Grpc),
        new("well, HTTP", OtlpFault.None, Http),
        // As when the container behind a name of a compose file is not there.
        new("absent: its name is unknown", null, (engine, _, _) => engine with { Endpoint = new Uri("http://collector.invalid:4317") }),
        new("refusing connections", null, AtEnd, DeadEnd.Refusing),
        new("never accepting", null, AtEnd, DeadEnd.NeverAccepting),
        new("hanging after accept", OtlpFault.Hanging, Grpc),
        new("answering 503", OtlpFault.Unavailable, Http),
        new("slow, 200 ms an answer", OtlpFault.Slow, Grpc),
        new("hanging, queue of 1, full", OtlpFault.Hanging, (engine, collector, _) => Grpc(engine, collector, null) with { MaxQueue = 1 }),
    ];

    /// <summary>One with a collector, one without, and both ends of the list.</summary>
    public static IReadOnlyList<CollectorState> Few { get; } = [All[0], All[1], All[4], All[^1]];

    private static EngineSetup Grpc(EngineSetup engine, CollectorProcess? collector, DeadEnd? end) => engine with { Endpoint = collector!.Grpc };

    private static EngineSetup Http(EngineSetup engine, CollectorProcess? collector, DeadEnd? end) =>
        engine with { Endpoint = collector!.Http, Protocol = OtlpProtocol.HttpProtobuf };

    private static EngineSetup AtEnd(EngineSetup engine, CollectorProcess? collector, DeadEnd? end) => engine with { Endpoint = end!.Endpoint };
}
