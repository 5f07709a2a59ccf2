namespace Ael.Engine.Telemetry;

/// <summary>One place that records go to.</summary>
/// <param name="Category">Gives what takes those of a category: on the thread that logs, and returning at once.</param>
/// <param name="Filters">From which level on it takes them (<see cref="LogFilters.Of"/>).</param>
internal sealed record LogSink(Func<string, Action<LogEvent>> Category, IReadOnlyList<(string? Prefix, LogLevel Level)> Filters)
{
    public LogSink(Action<LogEvent> write, IReadOnlyList<(string? Prefix, LogLevel Level)> filters)
        : this(_ => write, filters)
    {
    }

    /// <summary>Whether it has a use for <see cref="LogEvent.Details"/>: where no sink has, a record is made without them.</summary>
    public required bool TakesDetails { get; init; }
}
