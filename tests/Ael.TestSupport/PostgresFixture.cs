using System.Collections.Concurrent;

namespace Ael.TestSupport;

/// <summary>One PostgreSQL server for all tests of an assembly, started by the first that asks, and a database for each name.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresProcess>> _server = new(() => PostgresProcess.StartAsync(CancellationToken.None));
    private readonly ConcurrentDictionary<string, Lazy<Task>> _databases = new(StringComparer.Ordinal);

    /// <summary>The connection string of that database, which is made when it is first asked for.</summary>
    internal async Task<string> DatabaseAsync(string name)
    {
        var server = await _server.Value;
        await _databases.GetOrAdd(name, n => new Lazy<Task>(() => server.ExecuteAsync("postgres", $"CREATE DATABASE {n}", CancellationToken.None))).Value;
        return server.ConnectionString(name);
    }

    /// <summary>The same with the tables of executions emptied, if it has them.</summary>
    internal async Task<string> EmptyDatabaseAsync(string name)
    {
        var connection = await DatabaseAsync(name);
        await ExecuteAsync(name, "DO $$ BEGIN IF to_regclass('executions') IS NOT NULL THEN TRUNCATE executions, workflow_changes CASCADE; END IF; END $$");
        return connection;
    }

    internal async Task ExecuteAsync(string database, string sql) => await (await _server.Value).ExecuteAsync(database, sql, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
