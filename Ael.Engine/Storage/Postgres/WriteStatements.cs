using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>
/// The statements that write. Each compares the claim itself, under a lock of the execution's row that a takeover has to wait for, and writes nothing
/// without it. Each may be sent twice and then counts once.
/// </summary>
internal static class WriteStatements
{
    /// <summary>Locks against a takeover until the commit; gives no row when there has been one.</summary>
    private const string Mine = "WITH mine AS (SELECT id FROM executions WHERE id = $1 AND claim = $2 FOR SHARE)";

    // One that exists is the same one sent twice, or another's.
    private const string CreateSql =
        """
        WITH parent AS (SELECT claim FROM executions WHERE id = $17 FOR SHARE)
        INSERT INTO executions (
          id, claim, workflow, version, status, source, created_at, started_at, completed_at, duration_ms, trace_id, inputs, output, error, steps, span_id,
          parent_execution_id, parent_step_id, parent_item, parent_attempt, definition, owner, trace_parent)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23
        WHERE NOT EXISTS (SELECT 1 FROM parent WHERE claim <> $24)
        ON CONFLICT (id) DO UPDATE SET claim = EXCLUDED.claim WHERE executions.claim = EXCLUDED.claim
        """;

    private const string StartSql = "UPDATE executions SET status = 'running', started_at = $3 WHERE id = $1 AND claim = $2";

    // A step that runs again after a restart replaces what was recorded of it.
    private const string StepSql =
        $"""
        {Mine}, tried AS (
          INSERT INTO attempts (execution_id, written, place, step_id, item, attempt, started_at, duration_ms, error, child_execution_id)
          SELECT mine.id, $3, a.place, a.step_id, a.item, a.attempt, a.started_at, a.duration_ms, a.error, a.child
          FROM mine, unnest($16, $17, $18, $19, $20, $21, $22) WITH ORDINALITY AS a (step_id, item, attempt, started_at, duration_ms, error, child, place)
          ON CONFLICT DO NOTHING
        ), called AS (
          INSERT INTO tool_calls (execution_id, written, place, step_id, item, attempt, tool, server, arguments, started_at, duration_ms, error)
          SELECT mine.id, $3, c.place, c.step_id, c.item, c.attempt, c.tool, c.server, c.arguments, c.started_at, c.duration_ms, c.error
          FROM mine, unnest($23, $24, $25, $26, $27, $28, $29, $30, $31)
            WITH ORDINALITY AS c (step_id, item, attempt, tool, server, arguments, started_at, duration_ms, error, place)
          ON CONFLICT DO NOTHING
        )
        INSERT INTO steps (execution_id, written, id, type, status, attempt, max_attempts, started_at, duration_ms, output, error, skip_reason, root_cause, log)
        SELECT mine.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM mine
        ON CONFLICT (execution_id, id) DO UPDATE SET
          type = EXCLUDED.type, status = EXCLUDED.status, attempt = EXCLUDED.attempt, max_attempts = EXCLUDED.max_attempts, started_at = EXCLUDED.started_at,
          duration_ms = EXCLUDED.duration_ms, output = EXCLUDED.output, error = EXCLUDED.error, skip_reason = EXCLUDED.skip_reason,
          root_cause = EXCLUDED.root_cause, log = EXCLUDED.log
        """;

    // Steps that were recorded have their own rows: only their places are kept here, and the others in full.
    private const string EndSql =
        """
        UPDATE executions SET status = $3, started_at = $4, completed_at = $5, duration_ms = $6, trace_id = $7, inputs = $8, output = $9, error = $10, span_id = $11,
          steps = (
            SELECT '[' || coalesce(string_agg(CASE WHEN r.id IS NULL THEN s.whole ELSE s.place END, ',' ORDER BY s.n), '') || ']'
            FROM unnest($12, $13, $14) WITH ORDINALITY AS s (id, whole, place, n) LEFT JOIN steps r ON r.execution_id = $1 AND r.id = s.id)
        WHERE id = $1 AND claim = $2
        """;

    // The first reason counts, and an ended execution cannot be stopped. Any engine may ask.
    private const string StopSql = "UPDATE executions SET stop_error = coalesce(stop_error, $2) WHERE id = $1 AND status IN ('pending', 'running')";

    private const string ConfirmSql = "SELECT 1 FROM executions WHERE id = $1 AND claim = $2";

    // A line of an execution that was deleted meanwhile is of no use to anybody.
    private const string LogSql =
        """
        WITH turn AS (
          INSERT INTO log_writers (id, last, at) VALUES ($7, $8, now())
          ON CONFLICT (id) DO UPDATE SET last = EXCLUDED.last, at = EXCLUDED.at WHERE log_writers.last < EXCLUDED.last RETURNING id)
        INSERT INTO logs (execution_id, at, level, component, step_id, message)
        SELECT l.execution_id, l.at, l.level, l.component, l.step_id, l.message
        FROM turn, unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS l (execution_id, at, level, component, step_id, message, n)
        JOIN executions e ON e.id = l.execution_id ORDER BY l.n
        """;

    private const string CheckSql = "INSERT INTO health (id, checked_at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET checked_at = EXCLUDED.checked_at";

    /// <param name="execution">The record.</param>
    /// <param name="claim">Of it.</param>
    /// <param name="parent">For sub-workflows: what its parent's owner has to show. One that does not exist needs none.</param>
    public static NpgsqlBatchCommand Create(ExecutionRecord execution, Claim claim, Guid parent)
    {
        var r = execution.Result;
        return new NpgsqlBatchCommand(CreateSql).Text(r.ExecutionId).Id(claim.Token)
            .Text(r.Workflow, r.Version, StoredRows.Text(r.Status), execution.Source).Time(execution.CreatedAt).Time(r.StartedAt).Time(r.CompletedAt).Real(r.DurationMs)
            .Text(r.TraceId, JsonText.Of(r.Inputs), JsonText.Of(r.Output), StoredRows.Text(r.Error), StoredRows.Text(r.Steps), r.SpanId)
            .Text(execution.ParentExecutionId, execution.ParentStepId).Number(execution.ParentItem).Number(execution.ParentAttempt)
            .Text(execution.Definition, execution.Owner, execution.TraceParent).Id(parent);
    }

    public static NpgsqlBatchCommand Start(Claim claim, DateTimeOffset at) => For(StartSql, claim).Time(at);

    /// <param name="claim">Of its execution.</param>
    /// <param name="end">The step.</param>
    /// <param name="number">Of this write, the same whenever it is sent.</param>
    public static NpgsqlBatchCommand Step(Claim claim, StepEnd end, long number)
    {
        var s = end.Step;
        var attempts = end.Attempts;
        var calls = end.ToolCalls;
        return For(StepSql, claim).Long(number)
            .Text(s.Id, s.Type, StoredRows.Text(s.Status)).Number(s.Attempt).Number(s.MaxAttempts).Time(s.StartedAt).Real(s.DurationMs)
            .Text(JsonText.Of(s.Output), StoredRows.Text(s.Error), s.SkipReason, s.RootCause, s.Log)
            .Texts(attempts.Select(a => a.StepId)).Numbers(attempts.Select(a => a.Item)).Numbers(attempts.Select(a => (int?)a.Attempt))
            .Times(attempts.Select(a => a.StartedAt)).Reals(attempts.Select(a => a.DurationMs)).Texts(attempts.Select(a => StoredRows.Text(a.Error)))
            .Texts(attempts.Select(a => a.ChildExecutionId))
            .Texts(calls.Select(c => c.StepId)).Numbers(calls.Select(c => c.Item)).Numbers(calls.Select(c => (int?)c.Attempt)).Texts(calls.Select(c => c.Tool))
            .Texts(calls.Select(c => c.Server)).Texts(calls.Select(c => JsonText.Of(c.Arguments))).Times(calls.Select(c => c.StartedAt))
            .Reals(calls.Select(c => c.DurationMs)).Texts(calls.Select(c => StoredRows.Text(c.Error)));
    }

    public static NpgsqlBatchCommand End(Claim claim, ExecutionResult r)
    {
        var places = r.Steps.Select(s => StoredRows.Text(new StepResult { Id = s.Id, Type = s.Type, Status = s.Status })).ToList();
        // What this process recorded needs not be sent once more.
        var whole = r.Steps.Select((s, i) => claim.HasRecorded(s.Id) ? places[i] : StoredRows.Text(s));
        return For(EndSql, claim).Text(StoredRows.Text(r.Status)).Time(r.StartedAt).Time(r.CompletedAt).Real(r.DurationMs)
            .Text(r.TraceId, JsonText.Of(r.Inputs), JsonText.Of(r.Output), StoredRows.Text(r.Error), r.SpanId)
            .Texts(r.Steps.Select(s => s.Id)).Texts(whole).Texts(places);
    }

    public static NpgsqlBatchCommand Stop(string executionId, string error) => new NpgsqlBatchCommand(StopSql).Text(executionId, error);

    public static NpgsqlBatchCommand Confirm(Claim claim) => For(ConfirmSql, claim);

    /// <param name="lines">Of any executions.</param>
    /// <param name="writer">Of this process.</param>
    /// <param name="number">Of this batch, the same whenever it is sent.</param>
    public static NpgsqlBatchCommand Log(IReadOnlyList<LogLine> lines, Guid writer, long number) => new NpgsqlBatchCommand(LogSql)
        .Texts(lines.Select(l => l.ExecutionId)).Times(lines.Select(l => l.At)).Texts(lines.Select(l => l.Level)).Texts(lines.Select(l => l.Component))
        .Texts(lines.Select(l => l.StepId)).Texts(lines.Select(l => l.Message)).Id(writer).Long(number);

    public static NpgsqlBatchCommand Check(DateTimeOffset at) => new NpgsqlBatchCommand(CheckSql).Time(at);

    private static NpgsqlBatchCommand For(string sql, Claim claim) => new NpgsqlBatchCommand(sql).Text(claim.ExecutionId).Id(claim.Token);
}
