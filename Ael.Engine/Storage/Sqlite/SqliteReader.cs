using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>Queries on pooled connections of their own; a cancelled token interrupts them.</summary>
internal sealed class SqliteReader(SqliteConnections connections)
{
    /// <summary>How rows are read, with instants as <see cref="SqliteTime"/> writes them.</summary>
    public static readonly StoredTables Tables = new((row, column) => SqliteTime.Parse(row.GetString(column)), text => text);

    public ExecutionRecord? Get(string executionId, CancellationToken cancellationToken) =>
        Use(connection => Records(connection, "WHERE id = $id", ("$id", executionId)).FirstOrDefault(), cancellationToken);

    public IReadOnlyList<ChildExecution> GetChildren(string executionId, CancellationToken cancellationToken) => Use(connection => Query(connection,
        """
        SELECT id, parent_step_id, parent_item, parent_attempt, status NOT IN ('pending', 'running')
        FROM executions WHERE parent_execution_id = $id ORDER BY seq
        """,
        StoredTables.Child,
        ("$id", executionId)), cancellationToken);

    public IReadOnlyList<string> Verify(CancellationToken cancellationToken) => Use(connection => SqliteRules.Broken(connection), cancellationToken);

    public ExecutionPage List(ExecutionQuery query, CancellationToken cancellationToken)
    {
        var where = QueryConditions.Of(query, SqliteTime.Text);
        var limit = StoreLimits.PageSize(query.Limit);
        var sql = $"SELECT {StoredTables.SummaryColumns} FROM executions {where} ORDER BY created_at DESC, seq DESC LIMIT {limit + 1}";
        return StoredTables.Page(Read(sql, Tables.Summary, where.Parameters, cancellationToken), limit);
    }

    public ExecutionDetail GetDetail(string executionId, CancellationToken cancellationToken) => Use(connection => new ExecutionDetail(
        [
            .. Query(connection, $"SELECT {StoredTables.AttemptColumns} FROM attempts WHERE execution_id = $id ORDER BY seq", Tables.Attempt, ("$id", executionId)),
            .. Query(connection, StepLists.Attempts, Tables.Attempt, ("$id", executionId)),
        ],
        [
            .. Query(connection, $"SELECT {StoredTables.ToolCallColumns} FROM tool_calls WHERE execution_id = $id ORDER BY seq", Tables.ToolCall, ("$id", executionId)),
            .. Query(connection, StepLists.ToolCalls, Tables.ToolCall, ("$id", executionId)),
        ]), cancellationToken);

    public IReadOnlyList<LogLine> GetLog(string executionId, CancellationToken cancellationToken) => Use(connection => Query(connection,
        $"SELECT {StoredTables.LineColumns} FROM logs AS l WHERE l.execution_id = $id ORDER BY l.seq", Tables.Line, ("$id", executionId)), cancellationToken);

    /// <summary>Any other query, made of constants and parameters; it may use <c>has_text(value, text, escaped)</c>.</summary>
    public IReadOnlyList<T> Read<T>(string sql, Func<DbDataReader, T> read, (string Name, object Value)[] parameters, CancellationToken cancellationToken) =>
        Use(connection => Query(WithText(connection), sql, read, parameters), cancellationToken);

    // SQLite's own comparison knows no letters beyond ASCII.
    private static SqliteConnection WithText(SqliteConnection connection)
    {
        connection.CreateFunction<string?, string, string, bool>("has_text", TextFilter.Contains, isDeterministic: true);
        return connection;
    }

    private static List<ExecutionRecord> Records(SqliteConnection connection, string where, params (string, object)[] parameters)
    {
        // One read transaction: the steps belong to the status that is read with them.
        connection.Execute("BEGIN");
        try
        {
            return [.. Query(connection, $"SELECT {StoredTables.RecordColumns} FROM executions {where}", Tables.Record, parameters).Select(r => r with
            {
                Result = r.Result with { Steps = StepOrder.Merge(r.Result.Steps, Steps(connection, r.Result.ExecutionId)) },
            })];
        }
        finally
        {
            connection.Execute("ROLLBACK");
        }
    }

    private static List<StepResult> Steps(SqliteConnection connection, string executionId) => Query(connection,
        $"SELECT {StoredTables.StepColumns} FROM steps WHERE execution_id = $id ORDER BY rowid", Tables.Step, ("$id", executionId));

    [SuppressMessage("Security", "CA2100", Justification = "The text is put together from constants; values travel as parameters.")]
    private static List<T> Query<T>(SqliteConnection connection, string sql, Func<DbDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private T Use<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var connection = connections.OpenReader();
            using var interrupt = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle));
            return query(connection);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (Exception e) when (StorageErrors.IsStorage(e))
        {
            throw StorageErrors.Wrap(e, connections.Path, "read");
        }
    }
}
