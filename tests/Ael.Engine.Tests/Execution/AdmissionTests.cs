using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Execution;

public class AdmissionTests
{
    private const string Waiting = """
        name: w
        version: "1"
        steps: [ { id: s, tool: wait } ]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Beyond_the_limit_executions_queue_in_order_and_then_are_refused()
    {
        await using var engine = new TestEngine(new EngineOptions { Execution = new ExecutionOptions { MaxConcurrent = 1, MaxQueued = 2 } });
        var open = new SemaphoreSlim(0);
        engine.Tools.Add("wait", async (a, ct) =>
        {
            await open.WaitAsync(ct);
            return a;
        });
        var handles = new List<ExecutionHandle>();
        for (var i = 0; i < 3; i++)
        {
            handles.Add(await engine.StartAsync(Waiting));
        }

        var refused = await Assert.ThrowsAsync<AelException>(() => engine.StartAsync(Waiting));
        Assert.Equal(ErrorCode.ResourceExhausted, refused.Error.Code);
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(new EngineLoad(1, 2, 1, 2), engine.Engine.Load);
        Assert.Equal(ExecutionStatus.Pending, (await engine.Engine.GetAsync(handles[1].ExecutionId, Token))!.Result.Status);

        Assert.True(engine.Engine.Cancel(handles[1].ExecutionId, "no longer wanted"));
        Assert.Equal(ExecutionStatus.Cancelled, (await handles[1].Completion.WaitAsync(Token)).Status);
        open.Release(2);
        Assert.Equal(ExecutionStatus.Completed, (await handles[0].Completion.WaitAsync(Token)).Status);
        Assert.Equal(ExecutionStatus.Completed, (await handles[2].Completion.WaitAsync(Token)).Status);
        Assert.Equal(new EngineLoad(0, 0, 1, 2), engine.Engine.Load);
    }

    [Fact]
    public async Task Draining_lets_executions_finish_and_cancels_what_outlasts_the_grace()
    {
        var time = new FakeTimeProvider();
        await using var engine = new TestEngine(time: time);
        var begun = new TaskCompletionSource();
        engine.Tools.Add("wait", async (_, ct) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return default;
        });
        var handle = await engine.StartAsync(Waiting);
        await begun.Task.WaitAsync(Token);

        var drained = engine.Concrete.DrainAsync();
        var refused = await Assert.ThrowsAsync<AelException>(() => engine.StartAsync(Waiting));
        Assert.Contains("shutting down", refused.Message, StringComparison.Ordinal);
        Assert.False(drained.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3));
        await drained.WaitAsync(Token);

        Assert.Equal(ExecutionStatus.Cancelled, (await handle.Completion.WaitAsync(Token)).Status);
    }

    [Theory]
    [InlineData("exponential", 1, 1)]
    [InlineData("exponential", 4, 8)]
    [InlineData("exponential", 20, 30)]
    [InlineData("fixed", 4, 1)]
    public void Delays_grow_up_to_their_bound(string backoff, int attempt, double seconds)
    {
        var policy = new Ael.Engine.Workflows.RetryPolicy { Backoff = Enum.Parse<Ael.Engine.Workflows.Backoff>(backoff, true), Jitter = false };

        Assert.Equal(TimeSpan.FromSeconds(seconds), policy.After(attempt, 0.5));
        var jittered = (policy with { Jitter = true }).After(attempt, 0);
        Assert.Equal(TimeSpan.FromSeconds(seconds / 2), jittered);
    }
}
