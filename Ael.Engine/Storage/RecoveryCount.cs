namespace Ael.Engine.Storage;

/// <summary>How often an execution was taken over since it last got on, as both databases count it in the UPDATE that takes it over.</summary>
internal static class RecoveryCount
{
    public const string Unfinished = "status IN ('pending', 'running')";

    public const string Set = $"recoveries = CASE {Cases} END, recovered_steps = {Steps}";

    /// <summary>
    /// One that waits in the queue, or for a sub-workflow that has not ended, is not what ended the engine, so its count starts again; so does that of one
    /// that got on since the last time.
    /// </summary>
    public const string Cases =
        $"""
        WHEN status = 'pending' THEN 0
            WHEN EXISTS (SELECT 1 FROM executions AS child WHERE child.parent_execution_id = executions.id AND child.{Unfinished}) THEN 0
            WHEN {Steps} > recovered_steps THEN 1
            ELSE recoveries + 1
        """;

    public const string Steps = "(SELECT count(*) FROM steps WHERE execution_id = executions.id)";
}
