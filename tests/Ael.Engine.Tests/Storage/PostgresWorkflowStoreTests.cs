using Ael.Engine.Configuration;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Postgres;

namespace Ael.Engine.Tests.Storage;

public sealed class PostgresWorkflowStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresServer _server = null!;
    private PostgresWorkflowStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = new PostgresServer(new StorageOptions { Postgres = await postgres.EmptyDatabaseAsync("workflows") }, TimeProvider.System);
        _store = new PostgresWorkflowStore(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Changes_since_a_revision_are_the_newest_of_each_workflow()
    {
        var first = await _store.PutAsync("a", "1.0", "name: a", Token);
        await _store.PutAsync("b", "1.0", "name: b", Token);
        var second = await _store.PutAsync("a", "1.1", "name: a # again", Token);

        Assert.Equal(["b 1.0", "a 1.1"], Texts(await _store.GetChangesAsync(0, Token)));
        Assert.Equal(["b 1.0", "a 1.1"], Texts(await _store.GetChangesAsync(first, Token)));
        Assert.Empty(await _store.GetChangesAsync(second, Token));
    }

    [Fact]
    public async Task A_deleted_workflow_is_a_change_once()
    {
        var put = await _store.PutAsync("a", "1.0", "name: a", Token);

        var deleted = await _store.DeleteAsync("a", Token);

        Assert.True(deleted > put);
        Assert.Null(await _store.DeleteAsync("a", Token));
        Assert.Null(await _store.DeleteAsync("none", Token));
        var change = Assert.Single(await _store.GetChangesAsync(0, Token));
        Assert.Equal((deleted!.Value, "a", "1.0", null), (change.Revision, change.Name, change.Version, change.Source));
    }

    [Fact]
    public async Task Who_reads_on_from_the_last_revision_misses_no_change_of_any_engine()
    {
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(async w =>
        {
            for (var i = 0; i < 10; i++)
            {
                await _store.PutAsync($"w{w}-{i}", "1.0", "name: x", Token);
            }
        }));

        var seen = new HashSet<string>();
        long revision = 0;
        while (seen.Count < 40)
        {
            foreach (var change in await _store.GetChangesAsync(revision, Token))
            {
                seen.Add(change.Name);
                revision = change.Revision;
            }

            Assert.False(writers.IsCompleted && seen.Count < 40 && (await _store.GetChangesAsync(revision, Token)).Count == 0, $"only {seen.Count} changes were seen");
        }

        await writers;
    }

    private static IEnumerable<string> Texts(IReadOnlyList<StoredWorkflow> changes) => changes.Select(c => $"{c.Name} {c.Version}");
}
