using Ael.Engine.Telemetry;

namespace Ael.Engine.Storage;

/// <summary>Keeps the log lines of an execution with it (<c>GET /api/v1/executions/{id}/logs</c>): the same records as in the log, up to a limit.</summary>
/// <param name="store">Asked for with the first line, since logging is there long before the store.</param>
internal sealed class ExecutionLog(Func<IExecutionStore> store)
{
    /// <summary>Lines kept of one execution.</summary>
    public const int MostLines = 10_000;

    private readonly Lazy<IExecutionStore> _store = new(store);

    // What an exception says is for those who run the engine: callers read these lines.
    public void Keep(LogEvent record)
    {
        if (record.Scope is { } scope && scope.Take(MostLines))
        {
            _store.Value.Log(new LogLine(scope.ExecutionId, record.At, LogLevels.Spelling(record.Level), record.Component, scope.StepId, record.Message));
        }
    }
}
