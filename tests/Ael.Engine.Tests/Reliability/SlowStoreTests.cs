using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Tests.Support;
using Ael.Reliability.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Reliability;

/// <summary>A store that takes its time: nothing is acknowledged before it is written, nothing piles up, and a stop waits for what is on its way.</summary>
public sealed class SlowStoreTests
{
    private const string Echo = """
        name: echoes
        version: "1.0"
        steps:
          - { id: one, tool: echo }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_it_is_slow_callers_beyond_the_places_are_refused_at_once_and_none_of_the_others_is_lost()
    {
        var store = new HeldStore();
        await using var engine = Engine(store, new ExecutionOptions { MaxConcurrent = 2, MaxQueued = 1 });
        var starts = Enumerable.Range(0, 3).Select(_ => engine.StartAsync(Echo)).ToArray();
        await store.WaitingAsync(3);

        var refused = await Assert.ThrowsAsync<AelException>(() => engine.StartAsync(Echo));

        Assert.Equal(ErrorCode.ResourceExhausted, refused.Error.Code);
        Assert.NotNull(refused.RetryAfter);
        Assert.All(starts, s => Assert.False(s.IsCompleted, "acknowledged before it was written"));
        Assert.Empty(engine.Tools.Calls);
        store.Release();
        foreach (var start in starts)
        {
            Assert.Equal(ExecutionStatus.Completed, (await (await start).Completion.WaitAsync(Token)).Status);
        }

        await Eventually.TrueAsync(() => Task.FromResult(engine.Engine.Load.Active == 0), () => "a place was not given back", Token);
        Assert.Empty(await engine.Store.VerifyAsync(Token));
    }

    [Fact]
    public async Task A_stop_waits_for_one_that_is_just_being_admitted()
    {
        var store = new HeldStore();
        await using var engine = Engine(store, new ExecutionOptions());
        var start = engine.StartAsync(Echo);
        await store.WaitingAsync(1);

        var drained = engine.Concrete.DrainAsync();

        Assert.False(drained.IsCompleted);
        store.Release();
        var result = await (await start).Completion.WaitAsync(Token);
        await drained.WaitAsync(Token);
        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.Equal(ExecutionStatus.Completed, (await engine.Store.GetAsync(result.ExecutionId, Token))!.Result.Status);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_one_that_could_not_be_admitted()
    {
        var store = new HeldStore();
        await using var engine = Engine(store, new ExecutionOptions { ShutdownGrace = TimeSpan.FromMilliseconds(1) });
        var start = engine.StartAsync(Echo);
        await store.WaitingAsync(1);

        var drained = engine.Concrete.DrainAsync();
        store.Release(new AelException(ErrorCode.StorageError, "database or disk is full"));

        await Assert.ThrowsAsync<AelException>(() => start);
        await drained.WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    [Fact]
    public async Task A_last_step_has_ended_for_nobody_until_it_is_written_with_the_end_of_its_execution()
    {
        var store = new HeldEnd();
        await using var engine = Engine(store, new ExecutionOptions());
        var handle = await engine.StartAsync(Echo);
        var events = await engine.Engine.WatchAsync(handle.ExecutionId, Token);

        var last = await store.Ending.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Equal(("one", StepStatus.Completed), (last!.Step.Id, last.Step.Status));
        Assert.Equal(StepStatus.Running, Assert.Single((await engine.Engine.GetAsync(handle.ExecutionId, Token))!.Result.Steps).Status);
        store.Released.SetResult();
        Assert.Equal(ExecutionStatus.Completed, (await handle.Completion.WaitAsync(Token)).Status);
        var types = new List<string>();
        await foreach (var happened in events!.WithCancellation(Token))
        {
            types.Add(happened.Type);
        }

        Assert.Equal([ExecutionEventTypes.StepEnded, ExecutionEventTypes.ExecutionEnded], types[^2..]);
    }

    private static TestEngine Engine(IExecutionStore store, ExecutionOptions options)
    {
        var engine = new TestEngine(new EngineOptions { Execution = options }, configure: s => s.AddSingleton(store));
        engine.Tools.Add("echo", _ => "1");
        return engine;
    }

    /// <summary>Holds up every write until it is told to go on, or to fail.</summary>
    private sealed class HeldStore() : StoreDecorator(new MemoryExecutionStore(new StorageOptions(), TimeProvider.System))
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _arrivals = new(0);

        public async Task WaitingAsync(int writes)
        {
            for (var n = 0; n < writes; n++)
            {
                await _arrivals.WaitAsync(Token);
            }
        }

        public void Release(Exception? failure = null)
        {
            if (failure is null)
            {
                _released.SetResult();
            }
            else
            {
                _released.SetException(failure);
            }
        }

        protected override async ValueTask WriteAsync(Func<ValueTask> write)
        {
            _arrivals.Release();
            await _released.Task;
            await write();
        }
    }

    /// <summary>Holds up the end of an execution.</summary>
    private sealed class HeldEnd() : StoreDecorator(new MemoryExecutionStore(new StorageOptions(), TimeProvider.System))
    {
        public TaskCompletionSource<StepEnd?> Ending { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask EndedAsync(ExecutionResult result, StepEnd? last, CancellationToken cancellationToken)
        {
            Ending.SetResult(last);
            await Released.Task;
            await base.EndedAsync(result, last, cancellationToken);
        }
    }
}
