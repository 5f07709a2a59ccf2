namespace Ael.Engine.Storage.Sqlite;

/// <summary>The row of a step that ended. Serialised on the caller's time; the writer only binds.</summary>
internal static class StepRows
{
    public static object?[] Of(string executionId, StepEnd end)
    {
        var s = end.Step;
        return
        [
            executionId, s.Id, s.Type, StoredRows.Text(s.Status), s.Attempt, s.MaxAttempts, SqliteTime.Text(s.StartedAt), s.DurationMs,
            JsonText.Of(s.Output), StoredRows.Text(s.Error), s.SkipReason, s.RootCause, s.Log, StepLists.Text(end.Attempts), StepLists.Text(end.ToolCalls),
        ];
    }
}
