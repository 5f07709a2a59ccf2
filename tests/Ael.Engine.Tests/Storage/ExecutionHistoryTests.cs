using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Storage;

/// <summary>What all stores say of many executions at once.</summary>
public sealed class ExecutionHistoryTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ael-history-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Executions_of_a_window_come_newest_first_with_their_errors(string kind)
    {
        await using var store = await OpenAsync(kind);
        for (var i = 0; i < 5; i++)
        {
            var record = Records.Execution($"exec-{i}", i % 2 == 0 ? "even" : "odd", Records.Start.AddMinutes(i));
            await store.Writes.CreateAsync(record, Token);
            await store.Writes.EndedAsync(record.End(ExecutionStatus.Failed, error: new AelError(ErrorCode.StepFailed, "no")), Token);
        }

        var all = await store.History.GetExecutionsAsync(Records.Start.AddMinutes(1), null, 100, Token);
        var even = await store.History.GetExecutionsAsync(Records.Start, "even", 2, Token);

        Assert.Equal(["exec-4", "exec-3", "exec-2", "exec-1"], all.Select(p => p.ExecutionId));
        Assert.Equal(["exec-4", "exec-2"], even.Select(p => p.ExecutionId));
        Assert.All(all, p => Assert.Equal((ExecutionStatus.Failed, 5000, "STEP_FAILED"), (p.Status, p.DurationMs, p.Error?.Code.Name)));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Tool_calls_of_a_window_come_with_their_codes(string kind)
    {
        await using var store = await OpenAsync(kind);
        await store.Writes.CreateAsync(Records.Execution("exec-1", steps: ["one"]), Token);
        var end = Records.Ended("one");
        await store.Writes.StepEndedAsync("exec-1", end with { ToolCalls = [end.ToolCalls[0], end.ToolCalls[0] with { Error = new AelError(ErrorCode.ToolTimeout, "late") }] }, Token);

        var calls = await store.History.GetToolCallsAsync(Records.Start, 10, Token);

        Assert.Equal([null, "TOOL_TIMEOUT"], calls.Select(c => c.ErrorCode));
        Assert.All(calls, c => Assert.Equal(("git_log", "local", 3.25), (c.Tool, c.Server, c.DurationMs)));
        Assert.Empty(await store.History.GetToolCallsAsync(Records.Start.AddDays(1), 10, Token));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Log_lines_are_found_by_every_filter_and_page_by_page(string kind)
    {
        await using var store = await OpenAsync(kind);
        foreach (var (id, workflow) in new[] { ("exec-1", "notes"), ("exec-2", "mail") })
        {
            await store.Writes.CreateAsync(Records.Execution(id, workflow), Token);
            store.Writes.Log(new LogLine(id, Records.Start, "INFO", "workflow_engine", null, "Workflow started"));
            store.Writes.Log(new LogLine(id, Records.Start.AddSeconds(9), "ERROR", "tool_invoker", "one", $"Übel in {id}"));
        }

        async Task<string[]> FindAsync(LogQuery query) => [.. (await store.History.FindLogAsync(query, Token)).Select(l => $"{l.Line.ExecutionId} {l.Line.Level} {l.Workflow}")];

        Assert.Equal(["exec-2 ERROR mail", "exec-2 INFO mail", "exec-1 ERROR notes", "exec-1 INFO notes"], await FindAsync(new LogQuery()));
        Assert.Equal(["exec-2 ERROR mail", "exec-1 ERROR notes"], await FindAsync(new LogQuery { Levels = ["ERROR", "CRITICAL"] }));
        Assert.Equal(["exec-1 ERROR notes", "exec-1 INFO notes"], await FindAsync(new LogQuery { Workflow = "notes" }));
        Assert.Equal(["exec-2 ERROR mail"], await FindAsync(new LogQuery { ExecutionId = "exec-2", Component = "tool_invoker" }));
        Assert.Equal(["exec-1 ERROR notes"], await FindAsync(new LogQuery { Text = "übel IN exec-1" }));
        Assert.Equal(["exec-2 INFO mail", "exec-1 INFO notes"], await FindAsync(new LogQuery { Until = Records.Start.AddSeconds(9) }));
        Assert.Equal(["exec-2 ERROR mail", "exec-1 ERROR notes"], await FindAsync(new LogQuery { Since = Records.Start.AddSeconds(9) }));

        var first = await store.History.FindLogAsync(new LogQuery { Limit = 3 }, Token);
        Assert.Equal(["exec-1 INFO notes"], await FindAsync(new LogQuery { Limit = 3, Before = first[^1].Id }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<OpenStore> OpenAsync(string kind)
    {
        var time = new FakeTimeProvider(Records.Start);
        return kind switch
        {
            "memory" => new OpenStore(new MemoryExecutionStore(new StorageOptions(), time)),
            "sqlite" => new OpenStore(new SqliteExecutionStore(new StorageOptions { Path = Path.Combine(_folder, "ael.db") }, time)),
            _ => new OpenStore(PostgresStores.Open(await postgres.EmptyDatabaseAsync("history"), time)),
        };
    }

    private sealed class OpenStore(IExecutionStore store) : IAsyncDisposable
    {
        public IExecutionStore Writes => store;

        public IExecutionHistory History => (IExecutionHistory)store;

        public async ValueTask DisposeAsync()
        {
            if (store is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
        }
    }
}
