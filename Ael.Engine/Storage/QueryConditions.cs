namespace Ael.Engine.Storage;

/// <summary>Queries as conditions that both databases read. They need a function <c>has_text(value, text, escaped)</c>, and say instants in their own way.</summary>
internal static class QueryConditions
{
    private static readonly string[] s_searched = ["id", "workflow", "trace_id", "inputs", "output", "error"];

    /// <summary>On the table <c>executions</c>, which is to be read newest first.</summary>
    public static SqlConditions Of(ExecutionQuery query, Func<DateTimeOffset, object> instant)
    {
        var where = new SqlConditions();
        if (ExecutionCursor.Parse(query.Cursor) is { } after)
        {
            where.And("(created_at, seq) < (@after, @seq)", ("@after", instant(after.CreatedAt)), ("@seq", after.Sequence));
        }

        where.AndIf("workflow = @workflow", "@workflow", query.Workflow);
        where.AndIf("status = @status", "@status", query.Status is { } status ? StoredRows.Text(status) : null);
        if (query.Status is ExecutionStatus.Failed or ExecutionStatus.Cancelled or ExecutionStatus.TimedOut)
        {
            // In the words of the index of those: by this SQLite sees that it serves.
            where.And("status IN ('failed', 'cancelled', 'timed_out')");
        }

        where.AndIf("created_at >= @since", "@since", query.Since is { } since ? instant(since) : null);
        where.AndIf("created_at < @until", "@until", query.Until is { } until ? instant(until) : null);
        if (!string.IsNullOrEmpty(query.Text))
        {
            var text = new TextFilter(query.Text);
            where.And($"({string.Join(" OR ", s_searched.Select(c => $"has_text({c}, @text, @escaped)"))})", ("@text", text.Text), ("@escaped", text.Escaped));
        }

        return where;
    }

    /// <summary>On <c>logs</c> as l, joined with <c>executions</c> as e.</summary>
    public static SqlConditions Of(LogQuery query, Func<DateTimeOffset, object> instant)
    {
        var where = new SqlConditions();
        where.AndIf("l.execution_id = @execution", "@execution", query.ExecutionId);
        where.AndIf("e.workflow = @workflow", "@workflow", query.Workflow);
        where.AndIf("l.component = @component", "@component", query.Component);
        where.AndIf("l.at >= @since", "@since", query.Since is { } since ? instant(since) : null);
        where.AndIf("l.at < @until", "@until", query.Until is { } until ? instant(until) : null);
        where.AndIf("l.seq < @before", "@before", query.Before);
        where.AndIf("has_text(l.message, @text, @text)", "@text", query.Text);
        if (query.Levels.Count > 0)
        {
            // Spellings of ours, never a caller's text.
            where.And($"l.level IN ({string.Join(", ", query.Levels.Select((_, i) => $"@level{i}"))})", [.. query.Levels.Select((l, i) => ($"@level{i}", (object)l))]);
        }

        return where;
    }
}
