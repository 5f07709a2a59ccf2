using Orleans;
using Orleans.Concurrency;

namespace Ael.Cluster;

/// <summary>
/// One execution, by its id. Whoever calls it reaches the node that drives it; if none does, the execution goes on where the call arrives. Starting
/// takes its turn; everything else is answered meanwhile. Its sub-workflows run where it does and are asked for through it.
/// </summary>
[Alias("ael.execution")]
internal interface IExecutionGrain : IGrainWithStringKey
{
    /// <summary>Admits it on the node where the grain was placed. A start that is repeated, since its answer was lost, is one start.</summary>
    [Alias("start")]
    Task<GrainAnswer> StartAsync(Immutable<byte[]> request);

    /// <summary>Makes sure that somebody drives it.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>It, or a sub-workflow of it, as it is now, running steps included.</summary>
    [AlwaysInterleave, Alias("get")]
    Task<GrainAnswer> GetAsync(string executionId);

    /// <summary>Asks it, or a sub-workflow of it, to stop.</summary>
    [AlwaysInterleave, Alias("cancel")]
    Task<GrainAnswer> CancelAsync(string executionId, string reason);

    /// <summary>Waits for its end, for a while: <see cref="AnswerKind.Later"/> means ask again.</summary>
    [AlwaysInterleave, Alias("end"), ResponseTimeout("00:01:00")]
    Task<GrainAnswer> EndAsync();

    /// <summary>Events of it, or of a sub-workflow of it, a JSON object each; ends when it ends or leaves its node.</summary>
    [AlwaysInterleave, Alias("watch")]
    IAsyncEnumerable<byte[]> WatchAsync(string executionId, CancellationToken cancellationToken = default);
}

internal enum AnswerKind
{
    /// <summary>What was asked for was done; the body, where there is one, is what was asked for.</summary>
    Done,

    /// <summary>No node drives it any more: the store knows how it stands.</summary>
    Gone,

    /// <summary>Not yet; ask again.</summary>
    Later,

    /// <summary>This node takes nothing more; another may. The body is the error.</summary>
    Full,

    /// <summary>The body is the error.</summary>
    Failed,
}

/// <param name="Kind">How the call went.</param>
/// <param name="Body">The engine's JSON.</param>
[GenerateSerializer, Immutable, Alias("ael.answer")]
internal sealed record GrainAnswer([property: Id(0)] AnswerKind Kind, [property: Id(1)] byte[]? Body = null)
{
    public static readonly GrainAnswer Gone = new(AnswerKind.Gone);
    public static readonly GrainAnswer Later = new(AnswerKind.Later);
    public static readonly GrainAnswer Done = new(AnswerKind.Done);
}
