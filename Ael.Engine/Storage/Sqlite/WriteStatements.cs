using Microsoft.Data.Sqlite;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>The writer's prepared statements. Used by the writer alone, always within its transaction.</summary>
internal sealed class WriteStatements(SqliteConnection connection) : IDisposable
{
    private static readonly string[] s_stepColumns =
    [
        "execution_id", "id", "type", "status", "attempt", "max_attempts", "started_at", "duration_ms", "output", "error",
        "skip_reason", "root_cause", "log",
    ];

    private static readonly string[] s_stepLists = ["attempts", "tool_calls"];

    // A step that runs again after a restart replaces what was recorded of it, but for what it tried.
    private static readonly string s_replace =
        $"ON CONFLICT (execution_id, id) DO UPDATE SET {string.Join(", ", s_stepColumns.Skip(2).Select(c => $"{c} = excluded.{c}").Concat(s_stepLists.Select(StepLists.Joined)))}";

    public SqliteConnection Connection => connection;

    public Statement Begin { get; } = new(connection, "BEGIN IMMEDIATE");

    public Statement Commit { get; } = new(connection, "COMMIT");

    public Statement Rollback { get; } = new(connection, "ROLLBACK");

    public Statement InsertExecution { get; } = Statement.Insert(connection, "executions",
    [
        "id", "workflow", "version", "status", "source", "created_at", "started_at", "completed_at", "duration_ms", "trace_id",
        "inputs", "output", "error", "steps", "parent_execution_id", "parent_step_id", "definition", "owner", "parent_item", "parent_attempt", "trace_parent",
    ]);

    public Statement StartExecution { get; } =
        new(connection, "UPDATE executions SET status = 'running', started_at = ?2 WHERE id = ?1");

    public Statement EndExecution { get; } = new(connection,
        """
        UPDATE executions SET status = ?2, started_at = ?3, completed_at = ?4, duration_ms = ?5, trace_id = ?6, inputs = ?7,
          output = ?8, error = ?9, span_id = ?10, steps = ?11 WHERE id = ?1
        """);

    /// <summary>The first reason counts, and an ended execution cannot be stopped.</summary>
    public Statement RequestStop { get; } = new(connection,
        "UPDATE executions SET stop_error = coalesce(stop_error, ?2) WHERE id = ?1 AND status IN ('pending', 'running')");

    public Statement InsertStep { get; } = Statement.Insert(connection, "steps", [.. s_stepColumns, .. s_stepLists], s_replace);

    public Statement RecordedSteps { get; } = new(connection, "SELECT id FROM steps WHERE execution_id = ?1");

    /// <summary>A line of an execution that was deleted meanwhile is of no use to anybody.</summary>
    public Statement InsertLog { get; } = new(connection,
        """
        INSERT INTO logs (execution_id, at, level, component, step_id, message)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM executions WHERE id = ?1)
        """);

    public Statement Check { get; } =
        new(connection, "INSERT INTO health (id, checked_at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at");

    /// <summary>Those created first. ?1: ended before, and thus created; ?2: how many at most.</summary>
    public Statement DeleteOlder { get; } = new(connection,
        """
        DELETE FROM executions WHERE seq IN (
          SELECT seq FROM executions WHERE created_at < ?1 AND status NOT IN ('pending', 'running') AND coalesce(completed_at, created_at) < ?1
          ORDER BY created_at, seq LIMIT ?2)
        """);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            Begin, Commit, Rollback, InsertExecution, StartExecution, EndExecution, RequestStop, InsertStep, RecordedSteps, InsertLog, Check, DeleteOlder])
        {
            statement.Dispose();
        }
    }
}
