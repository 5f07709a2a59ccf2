using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Postgres;
using Npgsql;

namespace Ael.Engine.Tests.Storage;

/// <summary>A real server that goes away and comes back, and answers that are lost on their way.</summary>
public sealed class PostgresOutageTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_wait_while_the_server_is_away_and_are_there_once()
    {
        await using var server = await PostgresProcess.StartAsync(Token);
        await using var store = PostgresStores.Open(server.ConnectionString("postgres"), TimeProvider.System);
        await store.CreateAsync(Records.Execution("exec-0", steps: ["one"]), Token);
        store.Log(new LogLine("exec-0", Records.Start, "INFO", "api", null, "before"));
        await server.StopAsync(Token);

        var writes = Enumerable.Range(1, 300).Select(i => store.CreateAsync(Records.Execution($"exec-{i}"), Token).AsTask())
            .Append(store.StepEndedAsync("exec-0", Records.Ended("one"), Token).AsTask()).Append(store.StartedAsync("exec-0", Records.Start, Token).AsTask()).ToList();
        store.Log(new LogLine("exec-0", Records.Start, "INFO", "api", null, "during"));
        var check = await Assert.ThrowsAsync<AelException>(async () => await store.CheckAsync(Token));
        Assert.StartsWith($"PostgreSQL 127.0.0.1:{server.Port}/postgres: the execution store cannot be written", check.Error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AelException>(async () => await store.GetAsync("exec-0", Token));
        Assert.DoesNotContain(writes, w => w.IsCompleted);

        await server.StartAgainAsync(Token);
        await Task.WhenAll(writes);

        await store.CheckAsync(Token);
        Assert.Equal(301, (await store.ListAsync(new ExecutionQuery { Limit = 1000 }, Token)).Items.Count);
        Assert.Equal(2, (await store.GetDetailAsync("exec-0", Token)).Attempts.Count);
        Assert.Equal(["before", "during"], (await store.GetLogAsync("exec-0", Token)).Select(l => l.Message));
        // Its owner's lock went with the connection, and is there again.
        await store.CreateAsync(Records.Execution("exec-last"), Token);
        await using var other = PostgresStores.Open(server.ConnectionString("postgres"), TimeProvider.System);
        Assert.Empty(await other.TakeOverAsync("engine-2", Token));
    }

    [Fact]
    public async Task Patience_ends_and_then_the_write_fails()
    {
        await using var relay = new Relay(await PortAsync());
        await using var store = await OpenAsync(relay, new StorageOptions { PostgresPatience = TimeSpan.FromMilliseconds(200) });
        relay.Cut();

        var e = await Assert.ThrowsAsync<AelException>(async () => await store.CreateAsync(Records.Execution("exec-1"), Token));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.Contains("cannot be written", e.Error.Message, StringComparison.Ordinal);
        relay.Mend();
        await store.CreateAsync(Records.Execution("exec-1"), Token);
    }

    [Fact]
    public async Task A_store_that_closes_does_not_wait_for_a_server_that_is_away()
    {
        await using var relay = new Relay(await PortAsync());
        var store = await OpenAsync(relay, new StorageOptions { PostgresPatience = TimeSpan.FromHours(1) });
        relay.Cut();
        var write = store.CreateAsync(Records.Execution("exec-1"), Token).AsTask();
        store.Log(new LogLine("exec-1", Records.Start, "INFO", "api", null, "line"));

        await store.DisposeAsync();

        await Assert.ThrowsAsync<AelException>(() => write);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("start")]
    [InlineData("step")]
    [InlineData("end")]
    [InlineData("stop")]
    [InlineData("claim")]
    [InlineData("log")]
    public async Task A_write_whose_answer_was_lost_is_there_once(string write)
    {
        await using var relay = new Relay(await PortAsync());
        await using var store = await OpenAsync(relay);
        var record = Records.Execution("exec-1", steps: ["one"]);
        await store.CreateAsync(record, Token);
        await store.StartedAsync("exec-1", Records.Start, Token);
        await store.StepEndedAsync("exec-1", Records.Ended("zero"), Token);
        relay.LoseAnswer();

        switch (write)
        {
            case "create":
                await store.CreateAsync(Records.Execution("exec-2"), Token);
                break;
            case "start":
                await store.StartedAsync("exec-1", Records.Start, Token);
                break;
            case "step":
                await store.StepEndedAsync("exec-1", Records.Ended("one"), Token);
                Assert.Equal(4, (await store.GetDetailAsync("exec-1", Token)).Attempts.Count);
                Assert.Equal(2, (await store.GetDetailAsync("exec-1", Token)).ToolCalls.Count);
                break;
            case "end":
                await store.EndedAsync(record.End(), null, Token);
                break;
            case "stop":
                await store.StopRequestedAsync("exec-1", new AelError(ErrorCode.Cancelled, "enough"), Token);
                break;
            case "claim":
                Assert.Equal(1, Assert.Single(await store.TakeOverAsync("exec-1", "engine-2", "engine-1", Token)).Recoveries);
                await store.StepEndedAsync("exec-1", Records.Ended("one"), Token);
                break;
            default:
                store.Log(new LogLine("exec-1", Records.Start, "INFO", "api", null, "line"));
                Assert.Single(await store.GetLogAsync("exec-1", Token));
                break;
        }

        Assert.True(relay.HasLostAnswer);
    }

    [Fact]
    public async Task A_workflow_whose_answer_was_lost_is_put_once()
    {
        await using var relay = new Relay(await PortAsync());
        await using var server = new PostgresServer(new StorageOptions { Postgres = await ConnectionAsync(relay) }, TimeProvider.System);
        var workflows = new PostgresWorkflowStore(server);
        var first = await workflows.PutAsync("a", "1.0", "name: a", Token);
        relay.LoseAnswer();

        var second = await workflows.PutAsync("a", "1.1", "name: a", Token);

        Assert.True(relay.HasLostAnswer);
        Assert.Equal(second, Assert.Single(await workflows.GetChangesAsync(first, Token)).Revision);
        Assert.Equal(["1.0", "1.1"], await new PostgresReader(server).ReadAsync("SELECT version FROM workflow_changes ORDER BY revision", row => row.GetString(0), Token));
    }

    private async Task<PostgresExecutionStore> OpenAsync(Relay relay, StorageOptions? options = null) =>
        PostgresStores.Open(await ConnectionAsync(relay), TimeProvider.System, options, alone: false);

    private async Task<string> ConnectionAsync(Relay relay) =>
        new NpgsqlConnectionStringBuilder(await postgres.EmptyDatabaseAsync("outage")) { Port = relay.Address.Port }.ConnectionString;

    private async Task<int> PortAsync() => new NpgsqlConnectionStringBuilder(await postgres.DatabaseAsync("outage")).Port;
}
