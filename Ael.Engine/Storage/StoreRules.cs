namespace Ael.Engine.Storage;

/// <summary>What the rows of a sound store say of each other.</summary>
internal static class StoreRules
{
    /// <summary>Each query gives the ids that break the rule. A function <c>json_valid(text)</c> is needed.</summary>
    public static readonly IReadOnlyList<(string Rule, string Sql)> All =
    [
        ("an ended execution has the time of its end",
            "SELECT id FROM executions WHERE status NOT IN ('pending', 'running') AND completed_at IS NULL"),
        ("one that has not ended has none",
            "SELECT id FROM executions WHERE status IN ('pending', 'running') AND (completed_at IS NOT NULL OR output IS NOT NULL OR error IS NOT NULL)"),
        ("states are among the known ones",
            "SELECT id FROM executions WHERE status NOT IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'timed_out')"),
        ("a completed execution has no error, and one that did not complete says why",
            "SELECT id FROM executions WHERE (status = 'completed') <> (error IS NULL) AND status NOT IN ('pending', 'running')"),
        ("recorded steps have ended",
            "SELECT execution_id || ' ' || id FROM steps WHERE status IN ('pending', 'running')"),
        ("a waiting execution has no steps yet",
            "SELECT DISTINCT e.id FROM executions e JOIN steps s ON s.execution_id = e.id WHERE e.status = 'pending'"),
        ("inputs, outputs and errors are JSON",
            "SELECT id FROM executions WHERE NOT json_valid(inputs) OR NOT json_valid(steps) OR (output IS NOT NULL AND NOT json_valid(output)) OR (error IS NOT NULL AND NOT json_valid(error))"),
        ("a step's output and error are JSON",
            "SELECT execution_id || ' ' || id FROM steps WHERE (output IS NOT NULL AND NOT json_valid(output)) OR (error IS NOT NULL AND NOT json_valid(error))"),
        ("a step that failed the workflow ends an execution that did not complete",
            """
            SELECT DISTINCT e.id FROM executions e JOIN steps s ON s.execution_id = e.id
            WHERE e.status = 'completed' AND s.status IN ('failed', 'timed_out', 'cancelled') AND s.skip_reason IS NULL
            """),
    ];
}
