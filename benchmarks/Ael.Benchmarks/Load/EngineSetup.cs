using System.Text.Json;
using System.Text.Json.Serialization;
using Ael.Engine.Configuration;

namespace Ael.Benchmarks.Load;

/// <summary>An engine under load, as its process is told of it.</summary>
internal sealed record EngineSetup(StepWork Work)
{
    /// <summary>So many tool steps, each with the output of the one before, in place of the usual three.</summary>
    public int? Chain { get; init; }

    /// <summary>Executions that may run at once.</summary>
    public int AtOnce { get; init; } = new ExecutionOptions().MaxConcurrent;

    /// <summary>The SQLite file; null: the store is in memory.</summary>
    public string? Store { get; init; }

    public StorageSynchronous Synchronous { get; init; } = new StorageOptions().Synchronous;

    /// <summary>What is done again and again.</summary>
    public Operation Operation { get; init; }

    /// <summary>Executions that <see cref="Benchmarks.Store.FilledStore"/> put into the store; zero: none.</summary>
    public int Stored { get; init; }

    /// <summary>False: as with <c>telemetry.enabled: false</c>.</summary>
    public bool Telemetry { get; init; } = true;

    /// <summary>False: as with <c>telemetry.metrics.enabled: false</c>.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>No engine at all, only what one would call.</summary>
    public BareCalls Bare { get; init; }

    /// <summary>Null: nothing is exported.</summary>
    public Uri? Endpoint { get; init; }

    public OtlpProtocol Protocol { get; init; }

    public int MaxQueue { get; init; } = new OtlpOptions().MaxQueue;

    /// <summary>Between exports of metrics, in seconds.</summary>
    public int MetricsSeconds { get; init; } = 1;

    // Shorter than the defaults (1 s and 15 s), so that what an exporter does falls into the time that is measured.
    [JsonIgnore]
    public OtlpOptions Otlp => Endpoint is null ? new OtlpOptions() : new OtlpOptions
    {
        Endpoint = Endpoint,
        Protocol = Protocol,
        MaxQueue = MaxQueue,
        BatchDelay = TimeSpan.FromMilliseconds(100),
        MetricsInterval = TimeSpan.FromSeconds(MetricsSeconds),
    };

    public override string ToString() => JsonSerializer.Serialize(this);

    public static EngineSetup Parse(string text) => JsonSerializer.Deserialize<EngineSetup>(text)!;
}

internal enum Operation
{
    Execute,
    List,
    ListFailed,
    Get,
}

internal enum BareCalls
{
    None,

    /// <summary>Those of OpenTelemetry.</summary>
    Telemetry,

    /// <summary>The commits of SQLite.</summary>
    Commits,
}
