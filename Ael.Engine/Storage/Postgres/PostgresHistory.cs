namespace Ael.Engine.Storage.Postgres;

/// <summary><see cref="IExecutionHistory"/> over the tables.</summary>
internal sealed class PostgresHistory(PostgresReader reader)
{
    public async ValueTask<IReadOnlyList<ExecutionPoint>> ExecutionsAsync(DateTimeOffset since, string? workflow, int most, CancellationToken cancellationToken)
    {
        var where = QueryConditions.Of(new ExecutionQuery { Since = since, Workflow = workflow }, PostgresReader.Instant);
        return await reader.ReadAsync(
            $"SELECT {StoredTables.PointColumns} FROM executions {where} ORDER BY created_at DESC, seq DESC LIMIT {most}",
            PostgresReader.Tables.Point, cancellationToken, where.Parameters);
    }

    // Through the executions, which have an index on time: a call is never older than its execution.
    public async ValueTask<IReadOnlyList<ToolCallPoint>> ToolCallsAsync(DateTimeOffset since, int most, CancellationToken cancellationToken) => await reader.ReadAsync(
        $"""
        SELECT c.tool, c.server, c.started_at, c.duration_ms, c.error::json ->> 'code'
        FROM executions e JOIN tool_calls c ON c.execution_id = e.id
        WHERE e.created_at >= @since AND c.started_at >= @since ORDER BY e.created_at DESC, e.seq DESC, c.written, c.place LIMIT {most}
        """,
        PostgresReader.Tables.Call, cancellationToken, ("@since", PostgresReader.Instant(since)));

    public async ValueTask<IReadOnlyList<FoundLogLine>> LogAsync(LogQuery query, CancellationToken cancellationToken)
    {
        var where = QueryConditions.Of(query, PostgresReader.Instant);
        return await reader.ReadAsync(
            $"""
            SELECT {StoredTables.LineColumns}, l.seq, e.workflow, e.trace_id
            FROM logs l JOIN executions e ON e.id = l.execution_id {where} ORDER BY l.seq DESC LIMIT {query.Limit}
            """,
            PostgresReader.Tables.Found, cancellationToken, where.Parameters);
    }
}
