using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary>
/// Gives executions to another owner: a new claim, which makes that of the owner before worthless. Rows that have the new claim already are passed over
/// and told of, so that a takeover that is repeated, as nobody knows whether it was committed, is one.
/// </summary>
internal sealed class Takeover(Transactions transactions, Claims claims)
{
    private const string Take =
        $"""
        UPDATE executions SET owner = $1, claim = $2, epoch = epoch + 1,
          recoveries = CASE WHEN '{ISharedExecutions.Nobody}' IN (owner, $1) THEN recoveries {RecoveryCount.Cases} END,
          recovered_steps = CASE WHEN '{ISharedExecutions.Nobody}' IN (owner, $1) THEN recovered_steps ELSE {RecoveryCount.Steps} END
        WHERE {RecoveryCount.Unfinished} AND claim <> $2
        """;

    private const string TakeFrom = $"{Take} AND owner = $3";

    private const string TakeOne = $"{Take} AND id = $3 AND (owner = $4 OR $4 IS NULL)";

    // Only below one that was taken over itself.
    private const string TakeChildren =
        $"""
        WITH RECURSIVE tree AS (
          SELECT id FROM executions WHERE id = $3 AND claim = $2
          UNION ALL
          SELECT c.id FROM executions c JOIN tree t ON c.parent_execution_id = t.id WHERE c.{RecoveryCount.Unfinished})
        {Take} AND id IN (SELECT id FROM tree)
        """;

    private const string Taken = $"SELECT id, parent_execution_id, recoveries, epoch FROM executions WHERE claim = $1 AND {RecoveryCount.Unfinished} ORDER BY seq";

    /// <summary>All that an owner has left unfinished, oldest first.</summary>
    public ValueTask<IReadOnlyList<TakenOver>> FromAsync(string gone, string owner, CancellationToken cancellationToken) => RunAsync(
        owner, token => [new NpgsqlBatchCommand(TakeFrom).Text(owner).Id(token).Text(gone)], cancellationToken);

    /// <summary>One that has not ended, and the sub-workflows below it that have not; empty when it belongs to another than that owner.</summary>
    public ValueTask<IReadOnlyList<TakenOver>> OneAsync(string executionId, string owner, string? from, CancellationToken cancellationToken) => RunAsync(
        owner,
        token =>
        [
            new NpgsqlBatchCommand(TakeOne).Text(owner).Id(token).Text(executionId, from),
            new NpgsqlBatchCommand(TakeChildren).Text(owner).Id(token).Text(executionId),
        ],
        cancellationToken);

    private async ValueTask<IReadOnlyList<TakenOver>> RunAsync(string owner, Func<Guid, NpgsqlBatchCommand[]> take, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid();
        var taken = await transactions.RunAsync(
            () => [.. take(token), new NpgsqlBatchCommand(Taken).Id(token)],
            row => (Execution: new TakenOver(row.GetString(0), row.TextAt(1), row.GetInt32(2)), Epoch: row.GetInt32(3)),
            cancellationToken);
        foreach (var (execution, epoch) in taken)
        {
            if (owner == ISharedExecutions.Nobody)
            {
                claims.Remove(claims.Of(execution.ExecutionId));
            }
            else
            {
                claims.Add(new Claim(execution.ExecutionId, token, epoch));
            }
        }

        return [.. taken.Select(t => t.Execution)];
    }
}
