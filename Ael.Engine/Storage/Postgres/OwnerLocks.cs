using System.Data;
using System.Security.Cryptography;
using System.Text;
using Ael.Engine.Errors;
using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>
/// Which engine processes are alive, where no cluster says so: each holds an advisory lock for as long as its connection lives, and the server lets go of it
/// however that ends. After an outage it is taken again with the next write; who was taken for dead meanwhile has lost its claims, and that is all.
/// </summary>
internal sealed class OwnerLocks(PostgresServer server) : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly HashSet<string> _owners = new(StringComparer.Ordinal);
    private volatile NpgsqlConnection? _connection;
    private volatile int _outages;

    /// <summary>Says that this owner is alive, until the store is closed.</summary>
    public ValueTask HoldAsync(string owner, CancellationToken cancellationToken)
    {
        lock (_owners)
        {
            if (_owners.Add(owner))
            {
                // Its lock is taken with all others.
                _outages = -1;
            }
        }

        return KeepAsync(cancellationToken);
    }

    /// <summary>Takes the locks again that an outage has cost.</summary>
    public async ValueTask KeepAsync(CancellationToken cancellationToken)
    {
        if (IsSound)
        {
            return;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!IsSound)
            {
                await ReopenAsync(cancellationToken);
            }
        }
        catch (Exception e) when (PostgresErrors.IsStorage(e))
        {
            // The write that follows waits for the server, and the next one takes the locks.
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Whether nobody holds that owner's lock now.</summary>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public async ValueTask<bool> IsGoneAsync(string owner, CancellationToken cancellationToken)
    {
        if (IsHeld(owner))
        {
            return false;
        }

        try
        {
            await using var connection = await server.Source.OpenConnectionAsync(cancellationToken);
            return await ExecuteAsync(connection, "SELECT pg_try_advisory_lock($1)", owner, cancellationToken) is true
                && await ExecuteAsync(connection, "SELECT pg_advisory_unlock($1)", owner, cancellationToken) is true;
        }
        catch (Exception e) when (PostgresErrors.IsStorage(e))
        {
            throw PostgresErrors.Wrap(e, server.Name, "read");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _one.Dispose();
    }

    private bool IsSound => _connection is { State: ConnectionState.Open } && _outages == server.Outage.Count;

    private async ValueTask ReopenAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        // Before the owners are looked at: one that is added from now on changes it back.
        _outages = server.Outage.Count;
        // Not of the pool: its end has to be the end of its locks.
        var connection = new NpgsqlConnection(server.Unpooled);
        try
        {
            await connection.OpenAsync(cancellationToken);
            foreach (var owner in Owners())
            {
                await ExecuteAsync(connection, "SELECT pg_try_advisory_lock($1)", owner, cancellationToken);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        _connection = connection;
    }

    private async ValueTask CloseAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        try
        {
            // The server would let go of them a moment after the connection is closed.
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (PostgresErrors.IsStorage(e))
        {
            // It was lost, and the locks with it.
        }

        await connection.DisposeAsync();
    }

    private string[] Owners()
    {
        lock (_owners)
        {
            return [.. _owners];
        }
    }

    private static async ValueTask<object?> ExecuteAsync(NpgsqlConnection connection, string sql, string owner, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(owner))) });
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private bool IsHeld(string owner)
    {
        lock (_owners)
        {
            return _owners.Contains(owner);
        }
    }
}
