namespace Ael.Engine.Storage.Sqlite;

/// <summary>The log lines that wait when it is this write's turn.</summary>
internal sealed class PendingLog(LogBuffer log, Action onFailed) : PendingWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<LogLine>? _lines;

    public Task Task => _done.Task;

    public override void Apply(WriteStatements statements)
    {
        _lines ??= log.Take();
        foreach (var line in _lines)
        {
            statements.InsertLog.Run(line.ExecutionId, SqliteTime.Text(line.At), line.Level, line.Component, line.StepId, line.Message);
        }
    }

    public override void Succeed() => _done.TrySetResult();

    public override void Fail(Exception error)
    {
        log.PutBack(_lines ?? []);
        onFailed();
        _done.TrySetException(error);
    }
}
