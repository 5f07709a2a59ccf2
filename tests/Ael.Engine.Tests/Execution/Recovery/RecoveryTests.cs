using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Execution.Recovery;
using Ael.Engine.Storage;

namespace Ael.Engine.Tests.Execution.Recovery;

public sealed class RecoveryTests
{
    private const string Three = """
        name: three
        version: "1.0"
        inputs:
          - token: { type: string, required: false }
          - name: x
        steps:
          - { id: one, tool: echo, params: { v: 1 } }
          - { id: two, tool: hang, params: { v: "{{ steps.one.output.v }}" } }
          - { id: three, tool: echo, params: { v: "{{ steps.two.output.v + 1 }}" } }
        output: "{{ steps.one.output.v }}{{ steps.three.output.v }}"
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_on_after_the_last_recorded_step()
    {
        await using var restart = new Restart();
        var handle = await restart.HangAsync(Three);

        var result = Assert.Single(await restart.RecoverAsync());

        Assert.Equal((handle.ExecutionId, ExecutionStatus.Completed, "12"), (result.ExecutionId, result.Status, result.Output.ToString()));
        Assert.Equal(["hang", "echo"], restart.Second.Tools.Calls);
        Assert.Equal(result.Output.ToString(), (await restart.StoredAsync(handle.ExecutionId)).Result.Output.ToString());
        Assert.Empty(await restart.RecoverAsync());
    }

    [Fact]
    public async Task It_keeps_the_time_of_its_first_start_and_tells_watchers_what_had_ended()
    {
        await using var restart = new Restart();
        var handle = await restart.HangAsync(Three);
        var watched = new TaskCompletionSource();
        restart.Second.Tools.Add("hang", async (a, _) =>
        {
            await watched.Task;
            return a;
        });
        var begun = (await restart.StoredAsync(handle.ExecutionId)).CreatedAt;

        var running = await restart.Second.Service<ExecutionRecovery>().RunAsync(Token);
        var ended = new List<string>();
        await foreach (var happened in (await restart.Second.Engine.WatchAsync(handle.ExecutionId, Token))!.WithCancellation(Token))
        {
            watched.TrySetResult();
            if (happened is { Type: ExecutionEventTypes.StepEnded, StepId: { } step })
            {
                ended.Add(step);
            }
        }

        Assert.Equal(["one", "two", "three"], ended);
        Assert.Equal(begun, (await running[0]).StartedAt);
    }

    [Fact]
    public async Task With_recovery_fail_it_ends_as_failed_and_nothing_runs()
    {
        await using var restart = new Restart(second: new EngineOptions { Execution = new ExecutionOptions { Recovery = RecoveryMode.Fail } });
        await restart.HangAsync(Three);

        var result = Assert.Single(await restart.RecoverAsync());

        Assert.Equal((ExecutionStatus.Failed, ErrorCode.InternalError), (result.Status, result.Error!.Code));
        Assert.Contains("execution.recovery", result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(restart.Second.Tools.Calls);
        Assert.Equal([StepStatus.Completed, StepStatus.Pending, StepStatus.Pending], result.Steps.Select(s => s.Status));
    }

    [Fact]
    public async Task What_a_command_started_is_not_run_by_a_server()
    {
        await using var restart = new Restart();
        await restart.HangAsync(Three, source: Sources.Cli);

        var result = Assert.Single(await restart.RecoverAsync());

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Contains("command line", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_to_stop_does_not_go_on()
    {
        await using var restart = new Restart();
        var handle = await restart.HangAsync(Three);
        restart.Die();
        Assert.True(await restart.First.Engine.CancelAsync(handle.ExecutionId, "enough"));

        var result = Assert.Single(await restart.RecoverAsync());

        Assert.Equal((ExecutionStatus.Cancelled, "enough"), (result.Status, result.Error!.Message));
        Assert.Empty(restart.Second.Tools.Calls);
    }

    [Fact]
    public async Task A_failure_that_was_recorded_ends_it_with_the_same_error()
    {
        await using var restart = new Restart();
        var reached = restart.DieAtEnd();
        restart.First.Tools.Fails("fails", ErrorCode.ToolRejected);
        _ = restart.First.StartAsync("""
            name: w
            version: "1"
            steps:
              - { id: bad, tool: fails }
              - { id: next, tool: echo }
            """);
        await reached.WaitAsync(TimeSpan.FromSeconds(30), Token);

        var result = Assert.Single(await restart.RecoverAsync());

        Assert.Equal((ExecutionStatus.Failed, ErrorCode.ToolRejected), (result.Status, result.Error!.Code));
        Assert.Empty(restart.Second.Tools.Calls);
    }

    [Fact]
    public async Task Parallel_steps_that_had_ended_stay_so_and_the_others_run()
    {
        await using var restart = new Restart();
        await restart.HangAsync("""
            name: w
            version: "1"
            steps:
              - { id: a, depends_on: [], tool: echo, params: { v: 1 } }
              - { id: b, depends_on: [a], tool: hang, params: { v: 2 } }
              - { id: c, depends_on: [a, b], tool: echo, params: { v: "{{ steps.a.output.v + steps.b.output.v }}" } }
            output: "{{ steps.c.output.v }}"
            """);

        Assert.Equal("3", Assert.Single(await restart.RecoverAsync()).Output.ToString());
    }

    [Fact]
    public async Task Those_that_waited_run_too_however_long_the_queue_may_be()
    {
        var one = new EngineOptions { Execution = new ExecutionOptions { MaxConcurrent = 1 } };
        await using var restart = new Restart(one, one with { Execution = one.Execution with { MaxQueued = 0 } });
        await restart.HangAsync(Three);
        for (var i = 0; i < 3; i++)
        {
            await restart.First.Engine.StartAsync(new StartRequest("", Restart.Json("{}"), Sources.Mcp) { Definition = await restart.First.ReadAsync(Three) }, Token);
        }

        var results = await restart.RecoverAsync();

        Assert.Equal(4, results.Count);
        Assert.All(results, r => Assert.Equal(ExecutionStatus.Completed, r.Status));
    }

    [Fact]
    public async Task A_definition_that_is_no_longer_valid_ends_it()
    {
        await using var restart = new Restart(second: new EngineOptions { Execution = new ExecutionOptions { MaxSteps = 2 } });
        var handle = await restart.HangAsync(Three);

        Assert.Empty(await restart.RecoverAsync());

        var stored = (await restart.StoredAsync(handle.ExecutionId)).Result;
        Assert.Equal((ExecutionStatus.Failed, ErrorCode.InternalError), (stored.Status, stored.Error!.Code));
        Assert.Contains("no longer valid", stored.Error.Message, StringComparison.Ordinal);
    }
}
