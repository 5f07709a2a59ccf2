using Ael.Engine.Configuration;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Postgres;

namespace Ael.Engine.Tests.Storage;

public sealed class PostgresExecutionStoreTests(PostgresFixture postgres) : ExecutionStoreTests
{
    private const string Database = "store";

    private string _connection = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync() => _connection = await postgres.EmptyDatabaseAsync(Database);

    internal override IExecutionStore Create(StorageOptions options) => Open(options);

    internal override async ValueTask OwnerGoneAsync()
    {
        await ((PostgresExecutionStore)Store).DisposeAsync();
        Reopen(Open());
    }

    private PostgresExecutionStore Open(StorageOptions? options = null) => PostgresStores.Open(_connection, Time, options);

    [Theory]
    [InlineData("a\0b")]
    [InlineData("half \ud83d of a pair")]
    [InlineData("\u001A0000 and \u001A")]
    [InlineData("whole 😀 pair")]
    public async Task Text_that_PostgreSQL_cannot_hold_reads_back_as_it_was(string text)
    {
        await Store.CreateAsync(Records.Execution("exec-1", steps: ["one"]) with { Definition = text }, Token);
        var end = Records.Ended("one", """{"a":"x\u0000y"}""");
        await Store.StepEndedAsync("exec-1", end with { Step = end.Step with { Log = text } }, Token);
        Store.Log(new LogLine("exec-1", Records.Start, "INFO", "api", null, text));

        var read = (await Store.GetAsync("exec-1", Token))!;

        Assert.Equal(text, read.Definition);
        Assert.Equal(text, read.Result.Steps[0].Log);
        Assert.Equal("x\0y", read.Result.Steps[0].Output!.Value.GetProperty("a").GetString());
        Assert.Equal(text, Assert.Single(await Store.GetLogAsync("exec-1", Token)).Message);
        Assert.Empty((await Store.ListAsync(new ExecutionQuery { Workflow = text, Text = text }, Token)).Items);
    }

    [Fact]
    public async Task Many_writes_at_once_share_their_commits()
    {
        await using var store = Open();

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => store.CreateAsync(Records.Execution($"exec-{i}"), Token).AsTask()));

        Assert.InRange(store.Commits, 2, 200);
        Assert.Equal(400, (await store.ListAsync(new ExecutionQuery { Limit = 1000 }, Token)).Items.Count);
    }

    [Fact]
    public async Task A_bad_write_fails_alone()
    {
        await using var store = Open();
        await store.CreateAsync(Records.Execution("exec-3"), Token);

        Task[] writes = [.. Enumerable.Range(0, 40).Select(i => store.CreateAsync(Records.Execution($"exec-{i}"), Token).AsTask())];

        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(writes));
        Assert.Equal([3], Enumerable.Range(0, 40).Where(i => writes[i].IsFaulted));
    }

    [Fact]
    public async Task A_write_that_the_server_refuses_fails_alone_and_leaves_the_store_usable()
    {
        await using var store = Open();
        foreach (var i in Enumerable.Range(0, 20))
        {
            await store.CreateAsync(Records.Execution($"exec-{i}"), Token);
        }

        await postgres.ExecuteAsync(Database, "ALTER TABLE steps ADD CONSTRAINT refused CHECK (id <> 'bad')");
        try
        {
            Task[] writes = [.. Enumerable.Range(0, 20).Select(i => store.StepEndedAsync($"exec-{i}", Records.Ended(i == 7 ? "bad" : "good"), Token).AsTask())];
            await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(writes));
            Assert.Equal([7], Enumerable.Range(0, 20).Where(i => writes[i].IsFaulted));
        }
        finally
        {
            await postgres.ExecuteAsync(Database, "ALTER TABLE steps DROP CONSTRAINT refused");
        }

        await store.StepEndedAsync("exec-7", Records.Ended("bad"), Token);
        Assert.Single((await store.GetAsync("exec-7", Token))!.Result.Steps);
    }

    [Fact]
    public async Task Log_lines_are_not_lost_on_dispose()
    {
        await using (var store = Open())
        {
            await store.CreateAsync(Records.Execution("exec-1"), Token);
            for (var i = 0; i < 100; i++)
            {
                store.Log(new LogLine("exec-1", Records.Start, "INFO", "api", null, $"line {i}"));
            }
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"line {i}"), (await Store.GetLogAsync("exec-1", Token)).Select(l => l.Message));
    }

    [Fact]
    public async Task An_engine_that_lives_keeps_its_executions()
    {
        await using var other = Open();
        await other.CreateAsync(Records.Execution("exec-1"), Token);

        Assert.Empty(await Store.TakeOverAsync("engine-2", Token));

        await other.DisposeAsync();
        Assert.Equal("exec-1", Assert.Single(await Store.TakeOverAsync("engine-2", Token)).ExecutionId);
    }
}
