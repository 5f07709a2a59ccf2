using System.Data.Common;

namespace Ael.Engine.Storage;

/// <summary>The columns that are read, which both databases name alike, and what becomes of their rows.</summary>
/// <param name="instant">Reads an instant as the database keeps it.</param>
/// <param name="text">Turns text as the database keeps it into what it was.</param>
internal sealed class StoredTables(Func<DbDataReader, int, DateTimeOffset> instant, Func<string, string> text)
{
    public const string RecordColumns =
        """
        id, workflow, version, status, source, created_at, started_at, completed_at, duration_ms, trace_id, inputs, output, error, steps,
        parent_execution_id, parent_step_id, definition, owner, span_id, parent_item, parent_attempt, stop_error, trace_parent
        """;

    public const string StepColumns = "id, type, status, attempt, max_attempts, started_at, duration_ms, output, error, skip_reason, root_cause, log";

    public const string SummaryColumns =
        "id, workflow, version, status, source, created_at, started_at, completed_at, duration_ms, trace_id, error, parent_execution_id, seq";

    public const string AttemptColumns = "step_id, item, attempt, started_at, duration_ms, error, child_execution_id";

    public const string ToolCallColumns = "step_id, item, attempt, tool, server, arguments, started_at, duration_ms, error";

    public const string LineColumns = "l.execution_id, l.at, l.level, l.component, l.step_id, l.message";

    public const string PointColumns = "id, workflow, status, created_at, duration_ms, error";

    /// <summary>Without what the table <c>steps</c> has.</summary>
    public ExecutionRecord Record(DbDataReader row) => new()
    {
        Result = new ExecutionResult
        {
            ExecutionId = row.GetString(0),
            Workflow = row.GetString(1),
            Version = text(row.GetString(2)),
            Status = StoredRows.ExecutionStatus(row.GetString(3)),
            StartedAt = TimeAt(row, 6),
            CompletedAt = TimeAt(row, 7),
            DurationMs = row.DoubleAt(8),
            TraceId = row.TextAt(9),
            SpanId = row.TextAt(18),
            Inputs = row.JsonAt(10)!.Value,
            Output = row.JsonAt(11),
            Error = row.ErrorAt(12),
            Steps = StoredRows.Steps(row.GetString(13)),
        },
        Source = row.GetString(4),
        CreatedAt = instant(row, 5),
        ParentExecutionId = row.TextAt(14),
        ParentStepId = row.TextAt(15),
        Definition = text(row.GetString(16)),
        Owner = row.GetString(17),
        ParentItem = row.IntAt(19),
        ParentAttempt = row.IntAt(20),
        StopError = row.ErrorAt(21),
        TraceParent = row.TextAt(22),
    };

    public StepResult Step(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Type = row.GetString(1),
        Status = StoredRows.StepStatus(row.GetString(2)),
        Attempt = row.GetInt32(3),
        MaxAttempts = row.GetInt32(4),
        StartedAt = TimeAt(row, 5),
        DurationMs = row.DoubleAt(6),
        Output = row.JsonAt(7),
        Error = row.ErrorAt(8),
        SkipReason = row.TextAt(9),
        RootCause = row.TextAt(10),
        Log = row.TextAt(11) is { } log ? text(log) : null,
    };

    public (ExecutionSummary Item, long Sequence) Summary(DbDataReader row) => (
        new ExecutionSummary(
            row.GetString(0), row.GetString(1), text(row.GetString(2)), StoredRows.ExecutionStatus(row.GetString(3)), row.GetString(4), instant(row, 5), TimeAt(row, 6),
            TimeAt(row, 7), row.DoubleAt(8), row.TextAt(9), row.ErrorAt(10), row.TextAt(11)),
        row.GetInt64(12));

    public AttemptRecord Attempt(DbDataReader row) =>
        new(row.GetString(0), row.IntAt(1), row.GetInt32(2), instant(row, 3), row.GetDouble(4), row.ErrorAt(5), row.TextAt(6));

    public ToolCallRecord ToolCall(DbDataReader row) => new(
        row.GetString(0), row.IntAt(1), row.GetInt32(2), text(row.GetString(3)), row.TextAt(4), row.JsonAt(5)!.Value, instant(row, 6), row.GetDouble(7), row.ErrorAt(8));

    public LogLine Line(DbDataReader row) =>
        new(row.GetString(0), instant(row, 1), row.GetString(2), row.GetString(3), row.TextAt(4), text(row.GetString(5)));

    /// <summary>Of <see cref="LineColumns"/>, the line's number, and workflow and trace of its execution.</summary>
    public FoundLogLine Found(DbDataReader row) => new(row.GetInt64(6), Line(row), row.GetString(7), row.TextAt(8));

    public ExecutionPoint Point(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), StoredRows.ExecutionStatus(row.GetString(2)), instant(row, 3), row.DoubleAt(4), row.ErrorAt(5));

    /// <summary>Of tool, server, time, duration and the error's code.</summary>
    public ToolCallPoint Call(DbDataReader row) => new(text(row.GetString(0)), row.TextAt(1), instant(row, 2), row.GetDouble(3), row.TextAt(4));

    /// <summary>Of id, step, item, attempt, and whether it has ended.</summary>
    public static ChildExecution Child(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.IntAt(2), row.IntAt(3), row.GetBoolean(4));

    /// <summary>A page of one row more than its limit, so that it is known whether another follows.</summary>
    public static ExecutionPage Page(IReadOnlyList<(ExecutionSummary Item, long Sequence)> rows, int limit) => new(
        [.. rows.Take(limit).Select(r => r.Item)],
        rows.Count > limit ? new ExecutionCursor(rows[limit - 1].Item.CreatedAt, rows[limit - 1].Sequence).ToString() : null);

    private DateTimeOffset? TimeAt(DbDataReader row, int column) => row.IsDBNull(column) ? null : instant(row, column);
}
