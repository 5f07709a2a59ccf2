using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Tests.Support;
using Ael.Reliability.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Execution.Recovery;

/// <summary>
/// Two engines over one store, the second of which begins when the first has, for all the store knows, died. The first one's tool <c>hang</c>
/// never returns, whatever is asked of it.
/// </summary>
internal sealed class Restart : IAsyncDisposable
{
    private readonly TaskCompletionSource _never = new();
    private readonly SemaphoreSlim _hangs = new(0);

    private readonly MortalStore _firsts;

    public Restart(EngineOptions? first = null, EngineOptions? second = null)
    {
        Store = new MemoryExecutionStore(new StorageOptions(), TimeProvider.System);
        _firsts = new MortalStore(Store);
        First = new TestEngine(first, configure: s => s.AddSingleton<IExecutionStore>(_firsts));
        Second = new TestEngine(second, configure: s => s.AddSingleton(Store));
        First.Tools.Add("hang", async (_, _) =>
        {
            _hangs.Release();
            await _never.Task;
            return Json("null");
        });
        foreach (var engine in (TestEngine[])[First, Second])
        {
            engine.Tools.Add("echo", a => a.GetRawText());
        }

        Second.Tools.Add("hang", a => a.GetRawText());
    }

    public IExecutionStore Store { get; }

    public TestEngine First { get; }

    public TestEngine Second { get; }

    public static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonElement.Parse(text);

    /// <summary>Starts it in the first engine and returns once it hangs.</summary>
    public async Task<ExecutionHandle> HangAsync(string yaml, string inputs = "{}", string source = Sources.Rest)
    {
        var handle = await First.Engine.StartAsync(
            new StartRequest("", Json(inputs), source) { Definition = await First.ReadAsync(yaml) }, TestContext.Current.CancellationToken);
        await HangsAsync();
        return handle;
    }

    /// <summary>From now on the first engine records no end of anything.</summary>
    public void Die() => _firsts.Dead = true;

    /// <summary>The same as soon as the first execution ends; then the task does too.</summary>
    public Task DieAtEnd()
    {
        _firsts.DiesAtEnd = true;
        return _firsts.Died.Task;
    }

    public async Task HangsAsync() => Assert.True(await _hangs.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "the tool 'hang' was never called");

    /// <summary>Recovers in the second engine, to the end of everything that went on.</summary>
    public async Task<IReadOnlyList<ExecutionResult>> RecoverAsync()
    {
        var running = await Second.Service<ExecutionRecovery>().RunAsync(TestContext.Current.CancellationToken);
        return await Task.WhenAll(running).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public async Task<ExecutionRecord> StoredAsync(string executionId) => (await Store.GetAsync(executionId, TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        // Only now does the dead engine's task end; what it writes then is after the last look.
        _never.SetCanceled(TestContext.Current.CancellationToken);
        await Second.DisposeAsync();
        await First.DisposeAsync();
    }

    private sealed class MortalStore(IExecutionStore inner) : StoreDecorator(inner)
    {
        public bool Dead { get; set; }

        public bool DiesAtEnd { get; set; }

        public TaskCompletionSource Died { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ValueTask StepEndedAsync(string executionId, StepEnd step, CancellationToken cancellationToken) =>
            Dead ? Never() : base.StepEndedAsync(executionId, step, cancellationToken);

        public override ValueTask EndedAsync(ExecutionResult result, StepEnd? last, CancellationToken cancellationToken)
        {
            Dead |= DiesAtEnd;
            return Dead ? Never() : base.EndedAsync(result, last, cancellationToken);
        }

        private ValueTask Never()
        {
            Died.TrySetResult();
            return new ValueTask(new TaskCompletionSource().Task);
        }
    }
}
