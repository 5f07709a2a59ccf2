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
}
