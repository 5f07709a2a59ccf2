using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Storage;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Tests.Storage;
using Ael.Engine.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Ael.Engine.Tests.Reliability;

/// <summary>The wall clock is set while executions run: durations and limits do not care, and no end is before its start.</summary>
public sealed class ClockJumpTests
{
    private const string Steps = """
        name: jumps
        version: "1.0"
        timeout: 30m
        steps:
          - { id: one, tool: jump, timeout: 10m }
          - { id: two, tool: jump, timeout: 10m, depends_on: [] }
          - { id: three, tool: fails-once, retry: { max_attempts: 2, delay: 1ms } }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-3650)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(3650)]
    public async Task A_jump_changes_neither_durations_nor_limits(int days)
    {
        var time = new JumpingTime();
        await using var engine = new TestEngine(time: time);
        var failed = false;
        engine.Tools.Add("jump", _ =>
        {
            time.Jump(TimeSpan.FromDays(days));
            return "1";
        });
        engine.Tools.Add("fails-once", _ => failed ? "1" : throw Fail(ref failed));

        var result = await engine.RunAsync(Steps);

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.InRange(result.DurationMs!.Value, 0, 60_000);
        Assert.True(result.CompletedAt >= result.StartedAt);
        Assert.All(result.Steps, s => Assert.InRange(s.DurationMs!.Value, 0, 60_000));
    }

    [Fact]
    public async Task An_execution_that_is_resumed_before_it_began_has_no_negative_duration()
    {
        var time = new JumpingTime();
        var store = new MemoryExecutionStore(new StorageOptions(), time);
        await store.CreateAsync(Records.Execution("exec-1", at: time.GetUtcNow() + TimeSpan.FromDays(1)) with { Definition = "name: notes\nversion: \"1\"\nsteps: [{id: a, tool: echo}]" }, Token);
        await store.StartedAsync("exec-1", time.GetUtcNow() + TimeSpan.FromDays(1), Token);
        await using var engine = new TestEngine(time: time, configure: s => s.AddSingleton<IExecutionStore>(store));
        engine.Tools.Add("echo", _ => "1");

        var result = await Assert.Single(await engine.Service<ExecutionRecovery>().RunAsync(Token));

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.InRange(result.DurationMs!.Value, 0, 60_000);
        Assert.True(result.CompletedAt >= result.StartedAt);
    }

    private static AelException Fail(ref bool failed)
    {
        failed = true;
        return new AelException(ErrorCode.ToolFailed, "once");
    }

    private sealed class JumpingTime : TimeProvider
    {
        private long _offset;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offset));

        public void Jump(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
    }
}
