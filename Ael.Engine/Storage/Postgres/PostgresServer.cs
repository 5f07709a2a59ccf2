using System.Data.Common;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>The database that <c>storage.postgres</c> names, and how it is spoken to.</summary>
internal sealed class PostgresServer : IAsyncDisposable, IDisposable
{
    private const int PoolSize = 20;
    private const int PreparedStatements = 40;

    // Between two probes of a connection that is not used, so that one that is dead is noticed before it is.
    private const int KeepAliveSeconds = 10;
    private const int ConnectSeconds = 5;

    private readonly NpgsqlConnectionStringBuilder _connection;

    /// <param name="options">Of <c>storage</c>; <see cref="StorageOptions.Postgres"/> is set.</param>
    /// <param name="time">For waiting.</param>
    /// <exception cref="AelException">STORAGE_ERROR: it cannot be reached or refuses, or a newer engine has been there.</exception>
    public PostgresServer(StorageOptions options, TimeProvider time)
    {
        var connectionString = options.Postgres!;
        Time = time;
        Outage = new Outage(options.PostgresPatience, time);
        _connection = new NpgsqlConnectionStringBuilder(connectionString);
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
            .Select(k => k.Replace(" ", "", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        void Default(Action<NpgsqlConnectionStringBuilder> set, params ReadOnlySpan<string> spellings)
        {
            if (!said.Overlaps(spellings.ToArray()))
            {
                set(_connection);
            }
        }

        Default(c => c.MaxPoolSize = PoolSize, "MaxPoolSize", "MaximumPoolSize");
        Default(c => c.MaxAutoPrepare = PreparedStatements, "MaxAutoPrepare");
        Default(c => c.AutoPrepareMinUsages = 2, "AutoPrepareMinUsages");
        Default(c => c.KeepAlive = KeepAliveSeconds, "KeepAlive");
        Default(c => c.Timeout = ConnectSeconds, "Timeout");
        Default(c => c.ApplicationName = "ael", "ApplicationName");
        Name = $"PostgreSQL {_connection.Host}:{_connection.Port}/{_connection.Database ?? _connection.Username}";
        PostgresSchema.Apply(this);
        Source = NpgsqlDataSource.Create(_connection);
    }

    public TimeProvider Time { get; }

    /// <summary>Whether it is away, for all who write.</summary>
    public Outage Outage { get; }

    /// <summary>Host, port and database: what may be logged.</summary>
    public string Name { get; }

    public NpgsqlDataSource Source { get; }

    /// <summary>For what needs a connection of its own, closed at its end and not pooled. Holds the password.</summary>
    public string Unpooled => new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Pooling = false, MaxAutoPrepare = 0 }.ConnectionString;

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    public void Dispose() => Source.Dispose();
}
