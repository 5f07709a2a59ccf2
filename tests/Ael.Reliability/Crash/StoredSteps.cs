using Microsoft.Data.Sqlite;

namespace Ael.Reliability.Crash;

/// <summary>The steps that a store's file holds as ended, read past the engine.</summary>
internal static class StoredSteps
{
    public static async Task<IReadOnlyList<(string Execution, string Step)>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT s.execution_id, s.id FROM steps s JOIN executions e ON e.id = s.execution_id WHERE e.source <> 'probe'";
        try
        {
            var steps = new List<(string, string)>();
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                steps.Add((row.GetString(0), row.GetString(1)));
            }

            return steps;
        }
        catch (SqliteException) when (new FileInfo(path).Length == 0)
        {
            // Killed before the first table.
            return [];
        }
    }
}
