using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage.Postgres;

namespace Ael.Engine.Tests.Storage;

public sealed class PostgresSchemaTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Engines_that_start_together_make_the_tables_once()
    {
        var connection = await postgres.DatabaseAsync("together");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open(connection).Dispose(), Token)));

        await using var server = Open(connection);
        var scripts = await new PostgresReader(server).ReadAsync("SELECT scriptname FROM ael_schema ORDER BY schemaversionsid", row => row.GetString(0), Token);
        Assert.Equal(PostgresSchema.Known, scripts);
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_to_date_and_keeps_what_it_has()
    {
        var connection = await postgres.DatabaseAsync("older");
        Open(connection).Dispose();
        // As an engine left it that knew the first script only.
        await postgres.ExecuteAsync(
            "older",
            $"DELETE FROM ael_schema WHERE scriptname <> '{PostgresSchema.Known[0]}'; "
            + "DROP TABLE workflow_changes, OrleansQuery, cluster_versions, cluster_nodes, cluster_reminders");
        await postgres.ExecuteAsync("older", "INSERT INTO health VALUES (1, now())");

        await using var server = Open(connection);

        Assert.Equal(1, await new PostgresWorkflowStore(server).PutAsync("a", "1.0", "name: a", Token));
        Assert.Equal([1], await new PostgresReader(server).ReadAsync("SELECT id FROM health", row => row.GetInt32(0), Token));
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        var connection = await postgres.DatabaseAsync("newer");
        Open(connection).Dispose();
        await postgres.ExecuteAsync("newer", "INSERT INTO ael_schema (scriptname, applied) VALUES ('9999-later.sql', now())");

        var e = Assert.Throws<AelException>(() => Open(connection));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.Contains("newer engine (9999-later.sql)", e.Error.Message, StringComparison.Ordinal);
        Assert.Contains("storage.postgres", e.Error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_somebody_elses_is_refused_and_left_as_it_is()
    {
        var connection = await postgres.DatabaseAsync("foreign_tables");
        await postgres.ExecuteAsync("foreign_tables", "CREATE TABLE logs (line text)");

        var e = Assert.Throws<AelException>(() => Open(connection));

        Assert.Contains("\"logs\" already exists", e.Error.Message, StringComparison.Ordinal);
        Assert.Contains("a database of its own", e.Error.Suggestion, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => postgres.ExecuteAsync("foreign_tables", "SELECT 1 FROM executions"));
    }

    [Theory]
    [InlineData("Database", "nowhere", "database \"nowhere\" does not exist", "CREATE DATABASE")]
    [InlineData("Username", "nobody", "role \"nobody\" does not exist", "Username")]
    [InlineData("Port", "1", "Connection refused", "Host and Port")]
    [InlineData("Host", "no.such.host.invalid", "", "Host and Port")]
    public async Task What_is_wrong_with_the_connection_is_one_clear_message(string key, string value, string message, string suggestion)
    {
        var connection = await postgres.DatabaseAsync("wrong") + ";Password=do-not-say-this";

        var e = Assert.Throws<AelException>(() => Open($"{connection};{key}={value}"));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.StartsWith("PostgreSQL ", e.Error.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Error.Message, StringComparison.Ordinal);
        Assert.Contains(suggestion, e.Error.Suggestion, StringComparison.Ordinal);
        Assert.DoesNotContain("do-not-say-this", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_make_tables_is_told_so()
    {
        var connection = await postgres.DatabaseAsync("permission");
        await postgres.ExecuteAsync("permission", "CREATE ROLE reader LOGIN");

        var e = Assert.Throws<AelException>(() => Open($"{connection};Username=reader"));

        Assert.Contains("permission denied for schema public", e.Error.Message, StringComparison.Ordinal);
        Assert.Contains("right to create", e.Error.Suggestion, StringComparison.Ordinal);
    }

    private static PostgresServer Open(string connection) => new(new StorageOptions { Postgres = connection }, TimeProvider.System);
}
