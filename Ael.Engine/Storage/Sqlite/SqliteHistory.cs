namespace Ael.Engine.Storage.Sqlite;

/// <summary><see cref="IExecutionHistory"/> over the tables.</summary>
internal sealed class SqliteHistory(SqliteReader reader)
{
    public IReadOnlyList<ExecutionPoint> Executions(DateTimeOffset since, string? workflow, int most, CancellationToken cancellationToken)
    {
        var where = QueryConditions.Of(new ExecutionQuery { Since = since, Workflow = workflow }, SqliteTime.Text);
        return reader.Read(
            $"SELECT {StoredTables.PointColumns} FROM executions {where} ORDER BY created_at DESC, seq DESC LIMIT {most}",
            SqliteReader.Tables.Point, where.Parameters, cancellationToken);
    }

    // Through the executions, which have an index on time: a call is never older than its execution.
    public IReadOnlyList<ToolCallPoint> ToolCalls(DateTimeOffset since, int most, CancellationToken cancellationToken) => reader.Read(
        $"""
        SELECT c.tool, c.server, c.started_at, c.duration_ms, json_extract(c.error, '$.code'), e.created_at AS at, e.seq AS seq
        FROM executions e JOIN tool_calls c ON c.execution_id = e.id
        WHERE e.created_at >= $since AND c.started_at >= $since
        UNION ALL
        SELECT c.value ->> 2, c.value ->> 3, c.value ->> 5, c.value ->> 6, c.value ->> '$[7].code', e.created_at, e.seq
        FROM executions e JOIN steps s ON s.execution_id = e.id JOIN json_each(s.tool_calls) c
        WHERE e.created_at >= $since AND c.value ->> 5 >= $since
        ORDER BY at DESC, seq DESC LIMIT {most}
        """,
        SqliteReader.Tables.Call, [("$since", SqliteTime.Text(since))], cancellationToken);

    public IReadOnlyList<FoundLogLine> Log(LogQuery query, CancellationToken cancellationToken)
    {
        var where = QueryConditions.Of(query, SqliteTime.Text);
        return reader.Read(
            $"""
            SELECT {StoredTables.LineColumns}, l.seq, e.workflow, e.trace_id
            FROM logs l JOIN executions e ON e.id = l.execution_id {where} ORDER BY l.seq DESC LIMIT {query.Limit}
            """,
            SqliteReader.Tables.Found, where.Parameters, cancellationToken);
    }
}
