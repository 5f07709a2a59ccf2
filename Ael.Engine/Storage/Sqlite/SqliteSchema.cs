using Ael.Engine.Errors;
using Microsoft.Data.Sqlite;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>
/// The tables, by version. <c>user_version</c> in the file says which it has; a step is never changed once released, a new one is
/// appended. Instants are texts of fixed width in UTC, so that they sort and read well.
/// </summary>
internal static class SqliteSchema
{
    private static readonly string[] s_steps =
    [
        """
        CREATE TABLE executions (
          seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
          id                  TEXT NOT NULL UNIQUE,
          workflow            TEXT NOT NULL,
          version             TEXT NOT NULL,
          status              TEXT NOT NULL,
          source              TEXT NOT NULL,
          created_at          TEXT NOT NULL,
          started_at          TEXT,
          completed_at        TEXT,
          duration_ms         REAL,
          trace_id            TEXT,
          inputs              TEXT NOT NULL,
          output              TEXT,
          error               TEXT,
          steps               TEXT NOT NULL, -- every step as it was at first or at the end, in file order; those in the table steps win
          parent_execution_id TEXT,
          parent_step_id      TEXT,
          definition          TEXT NOT NULL,
          owner               TEXT NOT NULL
        );
        CREATE INDEX executions_newest ON executions (created_at, seq);
        CREATE INDEX executions_workflow ON executions (workflow, created_at, seq);
        CREATE INDEX executions_unfinished ON executions (seq) WHERE status IN ('pending', 'running');
        CREATE INDEX executions_ended ON executions (coalesce(completed_at, created_at), seq) WHERE status NOT IN ('pending', 'running');
        CREATE TABLE steps (
          execution_id TEXT NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
          id           TEXT NOT NULL,
          type         TEXT NOT NULL,
          status       TEXT NOT NULL,
          attempt      INTEGER NOT NULL,
          max_attempts INTEGER NOT NULL,
          started_at   TEXT,
          duration_ms  REAL,
          output       TEXT,
          error        TEXT,
          skip_reason  TEXT,
          root_cause   TEXT,
          log          TEXT,
          PRIMARY KEY (execution_id, id)
        );
        CREATE TABLE attempts (
          seq                INTEGER PRIMARY KEY,
          execution_id       TEXT NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
          step_id            TEXT NOT NULL,
          item               INTEGER,
          attempt            INTEGER NOT NULL,
          started_at         TEXT NOT NULL,
          duration_ms        REAL NOT NULL,
          error              TEXT,
          child_execution_id TEXT
        );
        CREATE INDEX attempts_execution ON attempts (execution_id);
        CREATE TABLE tool_calls (
          seq          INTEGER PRIMARY KEY,
          execution_id TEXT NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
          step_id      TEXT NOT NULL,
          item         INTEGER,
          attempt      INTEGER NOT NULL,
          tool         TEXT NOT NULL,
          server       TEXT,
          arguments    TEXT NOT NULL,
          started_at   TEXT NOT NULL,
          duration_ms  REAL NOT NULL,
          error        TEXT
        );
        CREATE INDEX tool_calls_execution ON tool_calls (execution_id);
        CREATE TABLE logs (
          seq          INTEGER PRIMARY KEY,
          execution_id TEXT NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
          at           TEXT NOT NULL,
          level        TEXT NOT NULL,
          component    TEXT NOT NULL,
          step_id      TEXT,
          message      TEXT NOT NULL
        );
        CREATE INDEX logs_execution ON logs (execution_id);
        CREATE TABLE health (id INTEGER PRIMARY KEY CHECK (id = 1), checked_at TEXT NOT NULL);
        """,
        "ALTER TABLE executions ADD COLUMN span_id TEXT;",
        """
        ALTER TABLE executions ADD COLUMN parent_item INTEGER;
        ALTER TABLE executions ADD COLUMN parent_attempt INTEGER;
        ALTER TABLE executions ADD COLUMN stop_error TEXT;
        ALTER TABLE executions ADD COLUMN recoveries INTEGER NOT NULL DEFAULT 0;      -- since recovered_steps last grew
        ALTER TABLE executions ADD COLUMN recovered_steps INTEGER NOT NULL DEFAULT 0; -- recorded when it was last taken over
        CREATE INDEX executions_parent ON executions (parent_execution_id) WHERE parent_execution_id IS NOT NULL;
        """,
        "ALTER TABLE executions ADD COLUMN trace_parent TEXT;",
        "CREATE INDEX executions_failed ON executions (status, created_at, seq) WHERE status IN ('failed', 'cancelled', 'timed_out');",
        // What is deleted first is found by executions_newest: an execution's end writes one page less.
        "DROP INDEX executions_ended;",
        // Lists of StepLists, in the step's own row: its end writes two pages in place of six. The tables attempts and tool_calls keep what older engines wrote.
        """
        ALTER TABLE steps ADD COLUMN attempts TEXT;
        ALTER TABLE steps ADD COLUMN tool_calls TEXT;
        """,
    ];

    // "AEL1": SQLite keeps it in the file's header, where it says whose file this is.
    private const int Mark = 0x41454C31;

    /// <summary>Where SQLite's header holds <see cref="MarkBytes"/>.</summary>
    public const int MarkOffset = 68;

    public static ReadOnlySpan<byte> MarkBytes => "AEL1"u8;

    /// <summary>The version this engine writes.</summary>
    public static int Version => s_steps.Length;

    /// <summary>Creates the tables or brings older ones up to date, in one transaction, so that two processes do it once.</summary>
    /// <exception cref="AelException">STORAGE_ERROR: a newer engine wrote the file.</exception>
    public static void Apply(SqliteConnection connection, string path)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var version = (int)connection.Number("PRAGMA user_version");
            if (version > Version)
            {
                throw new AelException(
                    ErrorCode.StorageError,
                    $"{path}: the store has schema version {version}, this engine knows versions up to {Version}",
                    suggestion: "Start the newer engine that wrote it, or name another file in `storage.path`.");
            }

            if (version == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") > 0)
            {
                throw new AelException(
                    ErrorCode.StorageError, $"{path}: this is a database, but not an execution store", suggestion: "Name another file in `storage.path`.");
            }

            foreach (var step in s_steps.Skip(version))
            {
                connection.Execute(step);
            }

            connection.Execute($"PRAGMA application_id = {Mark}");
            connection.Execute($"PRAGMA user_version = {Version}");
            connection.Execute("COMMIT");
        }
        catch
        {
            connection.Execute("ROLLBACK");
            throw;
        }
    }
}
