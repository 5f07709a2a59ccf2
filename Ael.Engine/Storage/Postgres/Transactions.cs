using System.Data.Common;
using Ael.Engine.Errors;
using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>What is neither a plain write nor a query: statements that are one transaction together, the last of which may say what came of it.</summary>
internal sealed class Transactions(PostgresServer server)
{
    /// <summary>Sends them as one batch, waiting while the server is away. They may be sent twice, and have to bear that.</summary>
    /// <param name="build">Makes the statements, anew for each time they are sent.</param>
    /// <param name="read">A row of the last statement.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public async ValueTask<List<T>> RunAsync<T>(Func<IEnumerable<NpgsqlBatchCommand>> build, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await SendAsync(build, read, cancellationToken);
            }
            catch (Exception e) when (PostgresErrors.IsTransient(e) && server.Outage.Pause(tries) is { } pause)
            {
                await Task.Delay(pause, server.Time, cancellationToken);
            }
            catch (Exception e) when (PostgresErrors.IsStorage(e))
            {
                throw PostgresErrors.Wrap(e, server.Name, "written");
            }
        }
    }

    /// <summary>Once, for whoever wants to know how the server is now.</summary>
    /// <exception cref="AelException">STORAGE_ERROR.</exception>
    public async ValueTask TryAsync(Func<IEnumerable<NpgsqlBatchCommand>> build, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(build, static _ => true, cancellationToken);
        }
        catch (Exception e) when (PostgresErrors.IsStorage(e))
        {
            throw PostgresErrors.Wrap(e, server.Name, "written");
        }
    }

    private async ValueTask<List<T>> SendAsync<T>(Func<IEnumerable<NpgsqlBatchCommand>> build, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await server.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in build())
        {
            batch.BatchCommands.Add(command);
        }

        var rows = new List<T>();
        // Statements without a result are passed over by the reader itself.
        await using (var row = await batch.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                rows.Add(read(row));
            }
        }

        server.Outage.Over();
        return rows;
    }
}
