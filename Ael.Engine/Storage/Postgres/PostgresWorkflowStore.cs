using Npgsql;

namespace Ael.Engine.Storage.Postgres;

/// <summary><see cref="IWorkflowStore"/> in the execution store's database.</summary>
internal sealed class PostgresWorkflowStore(PostgresServer server) : IWorkflowStore
{
    // Changes are numbered when they are made and seen when they are committed: one after the other, so that none is seen after a later one.
    private const string InTurn = "DO $$ BEGIN PERFORM pg_advisory_xact_lock(hashtext('ael workflow_changes')); END $$";

    private const string PutSql =
        "INSERT INTO workflow_changes (name, version, source, change) VALUES ($1, $2, $3, $4) ON CONFLICT (change) DO NOTHING";

    private const string DeleteSql =
        """
        INSERT INTO workflow_changes (name, version, source, change)
        SELECT name, version, NULL, $2 FROM (SELECT * FROM workflow_changes WHERE name = $1 ORDER BY revision DESC LIMIT 1) AS newest WHERE source IS NOT NULL
        ON CONFLICT (change) DO NOTHING
        """;

    private const string Made = "SELECT revision FROM workflow_changes WHERE change = $1";

    private const string Newest =
        """
        SELECT * FROM (
          SELECT DISTINCT ON (name) revision, name, version, source, at FROM workflow_changes WHERE revision > @since ORDER BY name, revision DESC) AS newest
        ORDER BY revision
        """;

    private readonly Transactions _transactions = new(server);
    private readonly PostgresReader _reader = new(server);

    public async ValueTask<IReadOnlyList<StoredWorkflow>> GetChangesAsync(long since, CancellationToken cancellationToken) => await _reader.ReadAsync(
        Newest,
        row => new StoredWorkflow(
            row.GetInt64(0), row.GetString(1), PostgresText.Decode(row.GetString(2)), row.TextAt(3) is { } source ? PostgresText.Decode(source) : null,
            row.GetFieldValue<DateTimeOffset>(4)),
        cancellationToken, ("@since", since));

    public async ValueTask<long> PutAsync(string name, string version, string source, CancellationToken cancellationToken) =>
        (await ChangeAsync(change => new NpgsqlBatchCommand(PutSql).Text(name, version, source).Id(change), cancellationToken))!.Value;

    public ValueTask<long?> DeleteAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(change => new NpgsqlBatchCommand(DeleteSql).Text(name).Id(change), cancellationToken);

    private async ValueTask<long?> ChangeAsync(Func<Guid, NpgsqlBatchCommand> change, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        var revisions = await _transactions.RunAsync(
            () => [new NpgsqlBatchCommand(InTurn), change(id), new NpgsqlBatchCommand(Made).Id(id)], row => row.GetInt64(0), cancellationToken);
        return revisions is [var revision] ? revision : null;
    }
}
