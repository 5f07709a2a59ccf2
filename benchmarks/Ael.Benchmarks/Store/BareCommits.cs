using System.Diagnostics;
using Ael.Benchmarks.Load;
using Ael.Engine.Configuration;
using Ael.Engine.Storage.Sqlite;

namespace Ael.Benchmarks.Store;

/// <summary>
/// The commits that executions of a chain need, one after the other on one thread, and nothing else: a row for the execution; one for each step, with
/// its attempt and its tool call, with the last the end; and the lines of the logs, as many at once as the engine gathers. An end is
/// acknowledged as little as a beginning before it is in the file.
/// </summary>
internal sealed class BareCommits : IWorkload
{
    private const string Time = "2026-01-15T10:30:00.1234567Z";
    private const string Definition = """
        name: chain
        version: "1.0"
        steps:
        """;

    private readonly EngineSetup _setup;
    private readonly WriteStatements _statements;
    private readonly string _definition;
    private readonly List<(string Execution, string? Step, string Message)> _lines = [];
    private long _next;

    public BareCommits(EngineSetup setup)
    {
        _setup = setup;
        _statements = new WriteStatements(new SqliteConnections(new StorageOptions { Path = setup.Store!, Synchronous = setup.Synchronous }, SqliteConnections.Patience).OpenWriter());
        _definition = Definition + string.Concat(Enumerable.Repeat("- { id: s10, tool: work, params: { text: \"{{ steps.s10.output }}\" } }\n", Steps));
    }

    public long Dropped => 0;

    private int Steps => _setup.Chain!.Value;

    public Task<double[]> RunAsync(int executions)
    {
        var took = new double[executions];
        for (var i = 0; i < executions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Execution($"exec-{_next++:x16}");
            took[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Task.FromResult(took);
    }

    public ValueTask DisposeAsync()
    {
        _statements.Dispose();
        _statements.Connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Execution(string id)
    {
        Commit(() => _statements.InsertExecution.Run(
            id, "chain", "1.0", "running", "cli", Time, null, null, null, null, "{}", null, null, "[]", null, null, _definition, "engine", null, null));
        Line(id, null, "Workflow started");
        for (var i = 1; i <= Steps; i++)
        {
            var step = $"s{i}";
            var last = i == Steps;
            Commit(() =>
            {
                _statements.InsertStep.Run(
                    id, step, "tool_call", "completed", 1, 1, Time, 0.0123, "1", null, null, null, null,
                    $"[[null,1,\"{Time}\",0.0123,null,null]]", $$"""[[null,1,"work",null,{"text":1},"{{Time}}",0.0123,null]]""");
                if (last)
                {
                    _statements.EndExecution.Run(id, "completed", Time, Time, 0.123, null, "{}", "1", null, null, "[]");
                }
            });
            Line(id, step, "Step completed in 0.1 ms");
        }

        Line(id, null, "Workflow completed in 1.2 ms");
    }

    private void Line(string id, string? step, string message)
    {
        _lines.Add((id, step, message));
        if (_lines.Count == SqliteWriter.LinesAtOnce)
        {
            Commit(() => _lines.ForEach(l => _statements.InsertLog.Run(l.Execution, Time, "INFO", "workflow_engine", l.Step, l.Message)));
            _lines.Clear();
        }
    }

    private void Commit(Action write)
    {
        _statements.Begin.Run();
        write();
        _statements.Commit.Run();
    }
}
