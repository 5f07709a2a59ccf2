using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Ael.Engine.Errors;
using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>Queries. One that fails as its connection was lost is asked again for a moment: whoever asks is a person or a program that waits.</summary>
internal sealed class PostgresReader(PostgresServer server)
{
    private const int Tries = 3;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How rows are read.</summary>
    public static readonly StoredTables Tables = new((row, column) => row.GetFieldValue<DateTimeOffset>(column), PostgresText.Decode);

    public static object Instant(DateTimeOffset at) => at.ToUniversalTime();

    public async ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellationToken)
    {
        // The steps are read after the status, so that those of an ended execution are all there.
        var (records, steps) = await TwoAsync(
            $"SELECT {StoredTables.RecordColumns} FROM executions WHERE id = $1", Tables.Record,
            $"SELECT {StoredTables.StepColumns} FROM steps WHERE execution_id = $1 ORDER BY written", Tables.Step, executionId, cancellationToken);
        return records is [var record] ? record with { Result = record.Result with { Steps = StepOrder.Merge(record.Result.Steps, steps) } } : null;
    }

    public async ValueTask<ExecutionDetail> GetDetailAsync(string executionId, CancellationToken cancellationToken)
    {
        var (attempts, calls) = await TwoAsync(
            $"SELECT {StoredTables.AttemptColumns} FROM attempts WHERE execution_id = $1 ORDER BY written, place", Tables.Attempt,
            $"SELECT {StoredTables.ToolCallColumns} FROM tool_calls WHERE execution_id = $1 ORDER BY written, place", Tables.ToolCall, executionId, cancellationToken);
        return new ExecutionDetail(attempts, calls);
    }

    public async ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        var where = QueryConditions.Of(query, Instant);
        var limit = StoreLimits.PageSize(query.Limit);
        var sql = $"SELECT {StoredTables.SummaryColumns} FROM executions {where} ORDER BY created_at DESC, seq DESC LIMIT {limit + 1}";
        return StoredTables.Page(await ReadAsync(sql, Tables.Summary, cancellationToken, where.Parameters), limit);
    }

    /// <summary>Any other query, made of constants and parameters, which are named (@id).</summary>
    public ValueTask<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object Value)[] parameters) =>
        UseAsync(
            async connection =>
            {
                await using var command = Command(connection, sql);
                foreach (var (name, value) in parameters)
                {
                    command.Parameters.Add(new NpgsqlParameter(name[1..], value is string text ? PostgresText.Encode(text) : value));
                }

                await using var row = await command.ExecuteReaderAsync(cancellationToken);
                return await RowsAsync(row, read, cancellationToken);
            },
            cancellationToken);

    private ValueTask<(List<T1> First, List<T2> Second)> TwoAsync<T1, T2>(
        string first, Func<DbDataReader, T1> readFirst, string second, Func<DbDataReader, T2> readSecond, string executionId, CancellationToken cancellationToken) =>
        UseAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(first).Text(executionId));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(second).Text(executionId));
                await using var row = await batch.ExecuteReaderAsync(cancellationToken);
                var firsts = await RowsAsync(row, readFirst, cancellationToken);
                await row.NextResultAsync(cancellationToken);
                return (firsts, await RowsAsync(row, readSecond, cancellationToken));
            },
            cancellationToken);

    private static async Task<List<T>> RowsAsync<T>(NpgsqlDataReader row, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await row.ReadAsync(cancellationToken))
        {
            rows.Add(read(row));
        }

        return rows;
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is put together from constants; values travel as parameters.")]
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection);

    private async ValueTask<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await server.Source.OpenConnectionAsync(cancellationToken);
                return await query(connection);
            }
            catch (Exception e) when (tries < Tries && PostgresErrors.IsTransient(e))
            {
                await Task.Delay(s_pause, cancellationToken);
            }
            catch (Exception e) when (PostgresErrors.IsStorage(e))
            {
                throw PostgresErrors.Wrap(e, server.Name, "read");
            }
        }
    }
}
