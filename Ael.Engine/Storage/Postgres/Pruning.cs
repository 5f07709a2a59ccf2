using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>Deletes what retention no longer keeps, a few at a time, so that executions which want to write meanwhile do not wait for long.</summary>
internal sealed class Pruning(Transactions transactions)
{
    private const int Batch = 100;

    private const string Ended = "status NOT IN ('pending', 'running')";

    // Engines that prune at the same time take others, and none waits.
    private const string DeleteOlder =
        $"""
        DELETE FROM executions WHERE seq IN (
          SELECT seq FROM executions WHERE {Ended} AND coalesce(completed_at, created_at) < $1
          ORDER BY coalesce(completed_at, created_at), seq LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING seq
        """;

    // Space that deleted rows held is used again and not given back, so what tables take says only that there is nothing to do yet.
    private const string OnDisk =
        "SELECT sum(pg_total_relation_size(t::regclass))::bigint FROM unnest(ARRAY['executions', 'steps', 'attempts', 'tool_calls', 'logs']) AS t";

    // What is stored of each, as compressed as it is; beyond the limit, counted from the newest, are those that have to go.
    private const string DeleteLargest =
        $"""
        WITH parts AS (
          SELECT id, pg_column_size(e.*)::bigint AS size FROM executions e
          UNION ALL SELECT execution_id, pg_column_size(s.*) FROM steps s
          UNION ALL SELECT execution_id, pg_column_size(a.*) FROM attempts a
          UNION ALL SELECT execution_id, pg_column_size(c.*) FROM tool_calls c
          UNION ALL SELECT execution_id, pg_column_size(l.*) FROM logs l
        ), sizes AS (SELECT id, sum(size) AS size FROM parts GROUP BY id
        ), kept AS (
          SELECT e.seq, e.status, sum(s.size) OVER (ORDER BY e.status IN ('pending', 'running') DESC, coalesce(e.completed_at, e.created_at) DESC, e.seq DESC) AS newer
          FROM executions e JOIN sizes s ON s.id = e.id
        )
        DELETE FROM executions WHERE seq IN (
          SELECT k.seq FROM kept k JOIN executions e ON e.seq = k.seq WHERE k.{Ended} AND k.newer > $1
          ORDER BY coalesce(e.completed_at, e.created_at), k.seq LIMIT $2 FOR UPDATE OF e SKIP LOCKED)
        RETURNING seq
        """;

    private const string DeleteWriters = "DELETE FROM log_writers WHERE at < $1 RETURNING 0::bigint";

    public async ValueTask<int> OlderAsync(DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        await transactions.RunAsync(() => [new NpgsqlBatchCommand(DeleteWriters).Time(cutoff)], static row => row.GetInt64(0), cancellationToken);
        return await DeleteAsync(() => new NpgsqlBatchCommand(DeleteOlder).Time(cutoff).Number(Batch), cancellationToken);
    }

    public async ValueTask<int> BeyondAsync(long size, CancellationToken cancellationToken)
    {
        var used = await transactions.RunAsync(() => [new NpgsqlBatchCommand(OnDisk)], row => row.GetInt64(0), cancellationToken);
        return used[0] <= size ? 0 : await DeleteAsync(() => new NpgsqlBatchCommand(DeleteLargest).Long(size).Number(Batch), cancellationToken);
    }

    private async ValueTask<int> DeleteAsync(Func<NpgsqlBatchCommand> delete, CancellationToken cancellationToken)
    {
        var total = 0;
        int batch;
        do
        {
            batch = (await transactions.RunAsync(() => [delete()], static row => row.GetInt64(0), cancellationToken)).Count;
            total += batch;
        }
        while (batch == Batch);

        return total;
    }
}
