using Ael.Engine.Errors;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>
/// The tables, by the scripts in <c>Migrations/</c>, which DbUp runs in the order of their names, each once and in a transaction of its own. A script is
/// never changed once released, a new one is added. A lock of the server's lets engines that start together do it one after the other.
/// </summary>
internal static class PostgresSchema
{
    private const string Journal = "ael_schema";
    private const string Prefix = "postgres/";

    // "AEL1": any number that nobody else is likely to take.
    private const long Lock = 0x41454C31;

    /// <summary>Names of the scripts that this engine knows, in their order.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [.. typeof(PostgresSchema).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>Creates the tables, or brings older ones up to date.</summary>
    /// <exception cref="AelException">STORAGE_ERROR: a newer engine has been here, or the server refuses.</exception>
    public static void Apply(PostgresServer server)
    {
        try
        {
            using var connection = new NpgsqlConnection(server.Unpooled);
            connection.Open();
            if (IsCurrent(connection, server))
            {
                return;
            }

            // Until the connection is closed, however this ends.
            Execute(connection, $"SELECT pg_advisory_lock({Lock})");
            if (!IsCurrent(connection, server))
            {
                Upgrade(server);
            }
        }
        catch (Exception e) when (PostgresErrors.IsStorage(e))
        {
            throw PostgresErrors.Wrap(e, server.Name, "opened");
        }
    }

    private static bool IsCurrent(NpgsqlConnection connection, PostgresServer server)
    {
        var applied = Applied(connection);
        var unknown = applied.Except(Known, StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? applied.Count == Known.Count
            : throw new AelException(
                ErrorCode.StorageError,
                $"{server.Name}: the store has the schema of a newer engine ({unknown[^1]}), this engine knows it up to {Known[^1]}",
                suggestion: "Start the newer engine, or name another database in `storage.postgres`.");
    }

    private static List<string> Applied(NpgsqlConnection connection)
    {
        using var exists = new NpgsqlCommand($"SELECT to_regclass('{Journal}') IS NOT NULL", connection);
        if (exists.ExecuteScalar() is not true)
        {
            return [];
        }

        using var command = new NpgsqlCommand($"SELECT DISTINCT scriptname FROM {Journal} ORDER BY scriptname", connection);
        using var row = command.ExecuteReader();
        var names = new List<string>();
        while (row.Read())
        {
            names.Add(row.GetString(0));
        }

        return names;
    }

    private static void Upgrade(PostgresServer server)
    {
        // Without variables: $$ begins and ends the body of a function.
        var result = DeployChanges.To.PostgresqlDatabase(server.Unpooled)
            .JournalToPostgresqlTable(null, Journal)
            .WithScripts(Known.Select(n => new SqlScript(n, Text(n))))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw PostgresErrors.Wrap(result.Error, server.Name, result.ErrorScript is { } script ? $"brought up to date (script {script.Name})" : "brought up to date");
        }
    }

    private static string Text(string name)
    {
        using var stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
