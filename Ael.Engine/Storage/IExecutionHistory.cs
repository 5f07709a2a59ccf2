using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>
/// What the store can say about many executions at once, for whoever adds up or searches. Read only; every member throws
/// <see cref="AelException"/> STORAGE_ERROR when the store cannot be read.
/// </summary>
internal interface IExecutionHistory
{
    /// <summary>Executions created since then, newest first, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<ExecutionPoint>> GetExecutionsAsync(DateTimeOffset since, string? workflow, int most, CancellationToken cancellationToken);

    /// <summary>Tool calls begun since then, newest first, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<ToolCallPoint>> GetToolCallsAsync(DateTimeOffset since, int most, CancellationToken cancellationToken);

    /// <summary>Log lines of all executions, newest first.</summary>
    ValueTask<IReadOnlyList<FoundLogLine>> FindLogAsync(LogQuery query, CancellationToken cancellationToken);
}

/// <param name="ExecutionId">Its id.</param>
/// <param name="Workflow">What ran.</param>
/// <param name="Status">How it stands.</param>
/// <param name="CreatedAt">When it was admitted.</param>
/// <param name="DurationMs">Null until it has ended.</param>
/// <param name="Error">Null unless it failed.</param>
internal sealed record ExecutionPoint(string ExecutionId, string Workflow, ExecutionStatus Status, DateTimeOffset CreatedAt, double? DurationMs, AelError? Error);

internal sealed record ToolCallPoint(string Tool, string? Server, DateTimeOffset StartedAt, double DurationMs, string? ErrorCode);

/// <param name="Id">Its place in the order of all lines; larger is newer.</param>
/// <param name="Line">The line.</param>
/// <param name="Workflow">Of its execution.</param>
/// <param name="TraceId">Of its execution.</param>
internal sealed record FoundLogLine(long Id, LogLine Line, string Workflow, string? TraceId);

/// <summary>Filters are joined by and; null or empty: any.</summary>
internal sealed record LogQuery
{
    public string? ExecutionId { get; init; }

    public string? Workflow { get; init; }

    /// <summary>Spellings as in <see cref="LogLine.Level"/>.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    public string? Component { get; init; }

    /// <summary>Found in the message, without regard to case.</summary>
    public string? Text { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public int Limit { get; init; } = 100;

    /// <summary>Lines older than the one with this <see cref="FoundLogLine.Id"/>.</summary>
    public long? Before { get; init; }
}
