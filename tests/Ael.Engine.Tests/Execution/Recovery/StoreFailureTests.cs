using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Tests.Support;
using Ael.Reliability.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Execution.Recovery;

/// <summary>A store that fails at each of its writes in turn: the caller hears of it, and the store ends up telling the truth.</summary>
public sealed class StoreFailureTests
{
    private const string Two = """
        name: two
        version: "1.0"
        steps:
          - { id: one, tool: echo }
          - { id: two, tool: echo }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_write_that_fails_fails_the_execution_with_STORAGE_ERROR(int write)
    {
        var store = new FailingStore { FailAt = write, Fails = 1 };
        await using var engine = new TestEngine(configure: s => s.AddSingleton<IExecutionStore>(store));
        engine.Tools.Add("echo", _ => "1");

        var result = await engine.RunAsync(Two);

        Assert.Equal((ExecutionStatus.Failed, ErrorCode.StorageError), (result.Status, result.Error!.Code));
        Assert.Equal(0, engine.Engine.Load.Active);
    }

    [Fact]
    public async Task An_execution_that_cannot_be_recorded_is_not_started()
    {
        var store = new FailingStore { FailAt = 1, Fails = 1 };
        await using var engine = new TestEngine(configure: s => s.AddSingleton<IExecutionStore>(store));
        engine.Tools.Add("echo", _ => "1");

        var e = await Assert.ThrowsAsync<AelException>(() => engine.RunAsync(Two));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.Empty(engine.Tools.Calls);
        Assert.Equal(0, engine.Engine.Load.Active);
        Assert.Equal(ExecutionStatus.Completed, (await engine.RunAsync(Two)).Status);
    }

    [Fact]
    public async Task One_that_waited_and_cannot_be_started_fails_and_gives_its_place_back()
    {
        var store = new FailingStore();
        await using var engine = new TestEngine(
            new EngineOptions { Execution = new ExecutionOptions { MaxConcurrent = 1 } }, configure: s => s.AddSingleton<IExecutionStore>(store));
        var go = new TaskCompletionSource();
        engine.Tools.Add("echo", async (a, _) =>
        {
            await go.Task;
            return a;
        });
        var first = await engine.StartAsync(Two);
        var second = await engine.StartAsync(Two);
        store.FailStarted = true;
        go.SetResult();

        Assert.Equal(ExecutionStatus.Completed, (await first.Completion).Status);
        Assert.Equal(ErrorCode.StorageError, (await second.Completion.WaitAsync(TimeSpan.FromSeconds(30), Token)).Error!.Code);
        await Eventually.TrueAsync(() => Task.FromResult(engine.Engine.Load.Active == 0), () => "the place was not given back", Token);
    }

    [Fact]
    public async Task An_end_that_could_not_be_recorded_is_recorded_later()
    {
        var time = new FakeTimeProvider();
        var store = new FailingStore { FailAt = 3, Fails = 2 };
        await using var engine = new TestEngine(time: time, configure: s => s.AddSingleton<IExecutionStore>(store));
        engine.Tools.Add("echo", _ => "1");

        var result = await engine.RunAsync(Two);

        Assert.Equal(ExecutionStatus.Running, (await engine.Store.GetAsync(result.ExecutionId, Token))!.Result.Status);
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return (await engine.Store.GetAsync(result.ExecutionId, Token))!.Result is { Status: ExecutionStatus.Failed, Error.Code.Name: "STORAGE_ERROR" };
            },
            () => "the end was not recorded",
            Token);
        Assert.Equal(5, store.Writes);
    }

    private sealed class FailingStore() : StoreDecorator(new MemoryExecutionStore(new StorageOptions(), TimeProvider.System))
    {
        private int _writes;

        /// <summary>The first write that fails, from 1.</summary>
        public int FailAt { get; init; } = int.MaxValue;

        public int Fails { get; init; }

        public bool FailStarted { get; set; }

        public int Writes => _writes;

        public override ValueTask StartedAsync(string executionId, DateTimeOffset at, CancellationToken cancellationToken) =>
            FailStarted ? throw Full() : base.StartedAsync(executionId, at, cancellationToken);

        protected override ValueTask WriteAsync(Func<ValueTask> write)
        {
            var number = Interlocked.Increment(ref _writes);
            return number >= FailAt && number < FailAt + Fails ? throw Full() : write();
        }

        private static AelException Full() => new(ErrorCode.StorageError, "database or disk is full");
    }
}
