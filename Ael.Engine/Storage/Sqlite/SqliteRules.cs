using Microsoft.Data.Sqlite;

namespace Ael.Engine.Storage.Sqlite;

/// <summary>What must hold in a sound store: what SQLite itself checks, and what its rows say of each other.</summary>
internal static class SqliteRules
{
    public static IReadOnlyList<string> Broken(SqliteConnection connection)
    {
        var broken = new List<string>();
        broken.AddRange(Rows(connection, "PRAGMA integrity_check").Where(r => r != "ok").Select(r => $"SQLite: {r}"));
        broken.AddRange(Rows(connection, "PRAGMA foreign_key_check").Select(r => $"rows of '{r}' belong to no execution"));
        foreach (var (rule, sql) in StoreRules.All)
        {
            broken.AddRange(Rows(connection, sql).Select(id => $"{id}: {rule}"));
        }

        return broken;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA2100", Justification = "Queries are constants.")]
    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var rows = new List<string>();
        while (row.Read())
        {
            rows.Add(row.GetString(0));
        }

        return rows;
    }
}
