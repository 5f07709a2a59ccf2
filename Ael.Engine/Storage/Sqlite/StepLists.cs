using System.Text.Json;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>
/// The attempts and the tool calls of a step, each a list within the step's row: a list of values for each, in the order of the columns that
/// <see cref="StoredTables"/> reads, without the step's name. A table of their own took two pages more for each step's end.
/// </summary>
internal static class StepLists
{
    public const string Attempts =
        """
        SELECT s.id, a.value ->> 0, a.value ->> 1, a.value ->> 2, a.value ->> 3, a.value ->> 4, a.value ->> 5
        FROM steps s, json_each(s.attempts) a WHERE s.execution_id = $id ORDER BY s.rowid, a.key
        """;

    public const string ToolCalls =
        """
        SELECT s.id, c.value ->> 0, c.value ->> 1, c.value ->> 2, c.value ->> 3, c.value -> 4, c.value ->> 5, c.value ->> 6, c.value ->> 7
        FROM steps s, json_each(s.tool_calls) c WHERE s.execution_id = $id ORDER BY s.rowid, c.key
        """;

    /// <summary>Null: there are none.</summary>
    public static string? Text(IReadOnlyList<AttemptRecord> attempts) => Text(attempts, static (json, a) =>
    {
        Number(json, a.Item);
        json.WriteNumberValue(a.Attempt);
        json.WriteStringValue(SqliteTime.Text(a.StartedAt));
        json.WriteNumberValue(a.DurationMs);
        Raw(json, StoredRows.Text(a.Error));
        json.WriteStringValue(a.ChildExecutionId);
    });

    public static string? Text(IReadOnlyList<ToolCallRecord> calls) => Text(calls, static (json, c) =>
    {
        Number(json, c.Item);
        json.WriteNumberValue(c.Attempt);
        json.WriteStringValue(c.Tool);
        json.WriteStringValue(c.Server);
        Raw(json, JsonText.Of(c.Arguments));
        json.WriteStringValue(SqliteTime.Text(c.StartedAt));
        json.WriteNumberValue(c.DurationMs);
        Raw(json, StoredRows.Text(c.Error));
    });

    /// <summary>What becomes of a list when its step is recorded again: the new ones follow.</summary>
    public static string Joined(string column) =>
        $"{column} = coalesce(substr(steps.{column}, 1, length(steps.{column}) - 1) || ',' || substr(excluded.{column}, 2), steps.{column}, excluded.{column})";

    private static string? Text<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write) => items.Count == 0 ? null : JsonText.Written(json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartArray();
            write(json, item);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    });

    private static void Number(Utf8JsonWriter json, int? number)
    {
        if (number is { } known)
        {
            json.WriteNumberValue(known);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void Raw(Utf8JsonWriter json, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
    }
}
