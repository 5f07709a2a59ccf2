using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ael.Engine.Configuration;
using Ael.Engine.Storage.Sqlite;

namespace Ael.Benchmarks.Store;

/// <summary>A store as it is after many executions, written in one go: each has a step, an attempt, a tool call and two lines of log.</summary>
internal static class FilledStore
{
    // One a second, up to the middle of a year: what is added later is newer.
    private const string At = "strftime('%Y-%m-%dT%H:%M:%S', 1780000000 - $count + i, 'unixepoch') || '.1234567Z'";

    public static string Id(long number) => string.Create(CultureInfo.InvariantCulture, $"exec-{number:x16}");

    /// <summary>Every hundredth has failed, and one in ten is of another workflow.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "Constants.")]
    public static void Create(string path, int count)
    {
        using var connection = new SqliteConnections(new StorageOptions { Path = path }, SqliteConnections.Patience).OpenWriter();
        connection.Execute("PRAGMA synchronous = OFF");
        connection.Execute("PRAGMA foreign_keys = OFF");
        foreach (var sql in (string[])[
            $$"""
            INSERT INTO executions (id, workflow, version, status, source, created_at, started_at, completed_at, duration_ms, trace_id, inputs, output, error, steps, definition, owner)
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $count)
            SELECT printf('exec-%016x', i), iif(i % 10 = 3, 'other', 'benchmark'), '1.0', iif(i % 100 = 7, 'failed', 'completed'), 'rest', {{At}}, {{At}}, {{At}}, 12.5,
              printf('%032x', i), '{"repository":"one","limit":20}', '{"count":3,"subjects":["a","b","c"]}',
              iif(i % 100 = 7, '{"code":"TOOL_FAILED","category":"tool","message":"it failed","retryable":true,"http_status":502}', NULL), '[]',
              'name: benchmark' || char(10) || 'version: "1.0"' || char(10) || 'steps:' || char(10) || '- { id: read, tool: work }' || char(10), 'before'
            FROM n
            """,
            """
            INSERT INTO steps (execution_id, id, type, status, attempt, max_attempts, started_at, duration_ms, output, attempts, tool_calls)
            SELECT id, 'read', 'tool_call', status, 1, 1, created_at, 12.1, output,
              json_array(json_array(NULL, 1, created_at, 12.1, NULL, NULL)), json_array(json_array(NULL, 1, 'work', NULL, json('{}'), created_at, 12.1, NULL))
            FROM executions ORDER BY seq
            """,
            """
            INSERT INTO logs (execution_id, at, level, component, step_id, message)
            SELECT id, created_at, 'INFO', 'workflow_engine', NULL, 'Workflow started' FROM executions
            UNION ALL SELECT id, created_at, 'INFO', 'workflow_engine', 'read', 'Step completed in 12.1 ms' FROM executions
            """])
        {
            connection.Execute(sql.Replace("$count", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
