using Microsoft.Data.Sqlite;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>Gives the unfinished executions of owners that are gone to another one. Runs in the writer's transaction, so one engine gets them.</summary>
internal static class Takeover
{
    private const string Take =
        $"""
        UPDATE executions SET owner = $new, {RecoveryCount.Set}
        WHERE owner = $old AND {RecoveryCount.Unfinished}
        RETURNING seq, id, parent_execution_id, recoveries
        """;

    public static IReadOnlyList<TakenOver> Run(SqliteConnection connection, string owner, OwnerFiles owners)
    {
        var taken = new List<(long Sequence, TakenOver Execution)>();
        foreach (var old in Owners(connection).Where(o => o != owner && owners.IsGone(o)))
        {
            using var take = connection.CreateCommand();
            take.CommandText = Take;
            take.Parameters.AddWithValue("$new", owner);
            take.Parameters.AddWithValue("$old", old);
            using var row = take.ExecuteReader();
            while (row.Read())
            {
                taken.Add((row.GetInt64(0), new TakenOver(row.GetString(1), row.TextAt(2), row.GetInt32(3))));
            }
        }

        return [.. taken.OrderBy(t => t.Sequence).Select(t => t.Execution)];
    }

    private static List<string> Owners(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT DISTINCT owner FROM executions WHERE {RecoveryCount.Unfinished}";
        using var row = command.ExecuteReader();
        var owners = new List<string>();
        while (row.Read())
        {
            owners.Add(row.GetString(0));
        }

        return owners;
    }
}
