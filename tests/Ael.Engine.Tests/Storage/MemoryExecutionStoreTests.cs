using Ael.Engine.Configuration;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;

namespace Ael.Engine.Tests.Storage;

public sealed class MemoryExecutionStoreTests : ExecutionStoreTests
{
    internal override IExecutionStore Create(StorageOptions options) => new MemoryExecutionStore(options, Time);

    [Fact]
    public async Task Memory_is_freed_as_executions_end_without_waiting_for_pruning()
    {
        var store = Create(new StorageOptions { RetentionSize = 100_000 });
        for (var i = 0; i < 50; i++)
        {
            var record = Records.Execution($"exec-{i}", at: Records.Start.AddMinutes(i));
            await store.CreateAsync(record, TestContext.Current.CancellationToken);
            await store.EndedAsync(record.End(output: $"\"{new string('x', 10_000)}\""), null, TestContext.Current.CancellationToken);
        }

        var left = (await store.ListAsync(new ExecutionQuery(), TestContext.Current.CancellationToken)).Items;

        Assert.InRange(left.Count, 5, 10);
        Assert.Equal("exec-49", left[0].ExecutionId);
    }

    [Fact]
    public async Task An_execution_that_ends_again_keeps_the_parts_of_its_first_end_and_what_came_since()
    {
        var token = TestContext.Current.CancellationToken;
        var store = Create(new StorageOptions());
        var record = Records.Execution("exec-1", steps: ["one", "two"]);
        var (one, two) = (Records.Ended("one"), Records.Ended("two", "[2]"));
        var line = new LogLine("exec-1", Records.Start, "INFO", "workflow_engine", "one", "said");
        await store.CreateAsync(record, token);
        store.Log(line);
        await store.EndedAsync(record.End(ExecutionStatus.Cancelled, null, null, null, one.Step, Records.Pending("two")), one, token);

        await store.StepEndedAsync("exec-1", two, token);
        var result = record.End(ExecutionStatus.Completed, "42", null, null, one.Step, two.Step);
        await store.EndedAsync(result, null, token);

        Assert.Equal(result.Text(), (await store.GetAsync("exec-1", token))!.Result.Text());
        var detail = await store.GetDetailAsync("exec-1", token);
        Assert.Equal([.. one.Attempts, .. two.Attempts], detail.Attempts);
        Assert.Equal(["one", "two"], detail.ToolCalls.Select(c => c.StepId));
        Assert.Equal([line], await store.GetLogAsync("exec-1", token));
    }
}
