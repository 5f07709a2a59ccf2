namespace Ael.Engine.Storage.Sqlite;

/// <summary>The rows of a step that ended. Serialised on the caller's time; the writer only binds.</summary>
internal sealed class StepRows(string executionId, StepEnd end)
{
    private readonly object?[] _step = Step(executionId, end.Step);

    private readonly object?[][] _attempts = [.. end.Attempts.Select(a => (object?[])
        [executionId, a.StepId, a.Item, a.Attempt, SqliteTime.Text(a.StartedAt), a.DurationMs, StoredRows.Text(a.Error), a.ChildExecutionId])];

    private readonly object?[][] _calls = [.. end.ToolCalls.Select(c => (object?[])
        [executionId, c.StepId, c.Item, c.Attempt, c.Tool, c.Server, JsonText.Of(c.Arguments), SqliteTime.Text(c.StartedAt), c.DurationMs, StoredRows.Text(c.Error)])];

    public void Insert(WriteStatements statements)
    {
        statements.InsertStep.Run(_step);
        Array.ForEach(_attempts, a => statements.InsertAttempt.Run(a));
        Array.ForEach(_calls, c => statements.InsertToolCall.Run(c));
    }

    private static object?[] Step(string executionId, StepResult s) =>
    [
        executionId, s.Id, s.Type, StoredRows.Text(s.Status), s.Attempt, s.MaxAttempts, SqliteTime.Text(s.StartedAt), s.DurationMs,
        JsonText.Of(s.Output), StoredRows.Text(s.Error), s.SkipReason, s.RootCause, s.Log,
    ];
}
