using System.Text.Json;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Execution;

public class FailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_step_ends_the_workflow_and_later_steps_stay_pending()
    {
        await using var engine = new TestEngine();
        engine.Tools.Fails("bad", ErrorCode.ToolFailed);

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps:
              - { id: a, tool: bad }
              - { id: b, tool: bad }
            """);

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal((ErrorCode.ToolFailed, "a"), (result.Error!.Code, result.Error.StepId));
        Assert.Equal([StepStatus.Failed, StepStatus.Pending], result.Steps.Select(s => s.Status));
        Assert.Equal(["bad"], engine.Tools.Calls);
    }

    [Fact]
    public async Task Retry_repeats_until_success_and_counts_attempts()
    {
        await using var engine = new TestEngine();
        var calls = 0;
        engine.Tools.Add("flaky", (_, _) => ++calls < 3 ? throw new AelException(ErrorCode.ToolFailed, "not yet") : Task.FromResult(JsonElement.Parse("7")));

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps:
              - { id: a, tool: flaky, retry: { max_attempts: 5, delay: 0 } }
            output: "{{ steps.a.output }}"
            """);

        Assert.Equal("7", result.Output?.GetRawText());
        Assert.Equal((3, 5), (result.Steps[0].Attempt, result.Steps[0].MaxAttempts));
        var detail = await engine.Store.GetDetailAsync(result.ExecutionId, Token);
        Assert.Equal([1, 2, 3], detail.Attempts.Select(a => a.Attempt));
        Assert.Equal([ErrorCode.ToolFailed, ErrorCode.ToolFailed, null], detail.Attempts.Select(a => a.Error?.Code));
        Assert.Equal(3, detail.ToolCalls.Count);
    }

    [Theory]
    [InlineData("TOOL_REJECTED", "{ max_attempts: 3, delay: 0 }", 1)]
    [InlineData("TOOL_REJECTED", "{ max_attempts: 3, delay: 0, retry_on: [TOOL_REJECTED] }", 3)]
    [InlineData("TOOL_FAILED", "{ max_attempts: 3, delay: 0 }", 3)]
    [InlineData("TOOL_FAILED", "{ max_attempts: 3, delay: 0, retry_on: [TOOL_UNAVAILABLE] }", 1)]
    [InlineData("TOOL_FAILED", "{ max_attempts: 3, delay: 0, no_retry_on: [TOOL_FAILED] }", 1)]
    public async Task Retry_repeats_only_what_its_policy_names(string code, string retry, int calls)
    {
        await using var engine = new TestEngine();
        ErrorCode.TryGet(code, out var error);
        engine.Tools.Fails("bad", error);

        var result = await engine.RunAsync($"name: w\nversion: \"1\"\nsteps:\n  - {{ id: a, tool: bad, retry: {retry} }}\n");

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal(calls, engine.Tools.Calls.Count);
    }

    [Fact]
    public async Task Each_way_to_be_skipped_can_be_told_apart()
    {
        await using var engine = new TestEngine();
        engine.Tools.Fails("bad", ErrorCode.ToolFailed).Add("good", _ => "1");

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps:
              - { id: failed, tool: bad, on_error: skip }
              - { id: after_failed, tool: good, depends_on: [failed] }
              - { id: far_after, tool: good, depends_on: [after_failed] }
              - { id: condition, tool: good, when: "1 > 2" }
              - { id: after_condition, tool: good, depends_on: [condition] }
              - { id: missing, tool: nowhere, on_missing_tool: skip }
              - { id: anyway, tool: good, depends_on: [far_after], run_if: always }
              - { id: naming, code: "return 1", when: "steps.failed.output == null" }
            """);

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.Equal(
            [
                "failed Failed on_error ", "after_failed Skipped dependency failed", "far_after Skipped dependency failed", "condition Skipped when ",
                "after_condition Skipped dependency condition", "missing Skipped missing_tool ", "anyway Completed  ", "naming Completed  ",
            ],
            result.Steps.Select(s => $"{s.Id} {s.Status} {s.SkipReason} {s.RootCause}"));
        Assert.Equal(new StepCounts(2, 1, 5), result.Counts);
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_cancelled_and_times_out()
    {
        var time = new FakeTimeProvider();
        await using var engine = new TestEngine(time: time);
        var cancelled = false;
        engine.Tools.Add("slow", async (_, ct) =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            try
            {
                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                cancelled = true;
            }

            return default;
        });

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: a, tool: slow, timeout: 5s } ]
            """);

        Assert.True(cancelled);
        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Equal(StepStatus.TimedOut, result.Steps[0].Status);
        Assert.Equal(ErrorCode.ToolTimeout, result.Error!.Code);
    }

    [Fact]
    public async Task A_tool_that_ignores_its_token_cannot_hold_the_step()
    {
        var time = new FakeTimeProvider();
        await using var engine = new TestEngine(time: time);
        engine.Tools.Add("deaf", (_, _) =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return new TaskCompletionSource<JsonElement>().Task;
        });

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: a, tool: deaf, timeout: 5s } ]
            """);

        Assert.Equal(ErrorCode.ToolTimeout, result.Error!.Code);
    }

    [Fact]
    public async Task A_workflow_that_takes_too_long_is_timed_out()
    {
        var time = new FakeTimeProvider();
        await using var engine = new TestEngine(time: time);
        engine.Tools.Add("slow", async (_, ct) =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(Timeout.Infinite, ct);
            return default;
        });

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            timeout: 3s
            steps: [ { id: a, tool: slow, on_error: skip }, { id: b, tool: slow } ]
            """);

        Assert.Equal(ExecutionStatus.TimedOut, result.Status);
        Assert.Equal(ErrorCode.WorkflowTimeout, result.Error!.Code);
        Assert.Equal([StepStatus.Cancelled, StepStatus.Pending], result.Steps.Select(s => s.Status));
    }

    [Fact]
    public async Task Cancel_stops_a_running_execution()
    {
        await using var engine = new TestEngine();
        var begun = new TaskCompletionSource();
        engine.Tools.Add("slow", async (_, ct) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return default;
        });
        var handle = await engine.StartAsync("""
            name: w
            version: "1"
            steps: [ { id: a, tool: slow, retry: 5 }, { id: b, tool: slow } ]
            """);
        await begun.Task.WaitAsync(Token);

        Assert.Equal(ExecutionStatus.Running, (await engine.Engine.GetAsync(handle.ExecutionId, Token))!.Result.Status);
        Assert.True(engine.Engine.Cancel(handle.ExecutionId, "enough"));
        var result = await handle.Completion.WaitAsync(Token);

        Assert.Equal((ExecutionStatus.Cancelled, "enough"), (result.Status, result.Error!.Message));
        Assert.Equal([StepStatus.Cancelled, StepStatus.Pending], result.Steps.Select(s => s.Status));
        Assert.False(engine.Engine.Cancel(handle.ExecutionId, "again"));
        Assert.Equal(ExecutionStatus.Cancelled, (await engine.Engine.GetAsync(handle.ExecutionId, Token))!.Result.Status);
    }

    [Fact]
    public async Task A_failing_step_cancels_those_beside_it()
    {
        await using var engine = new TestEngine();
        var begun = new TaskCompletionSource();
        engine.Tools.Add("slow", async (_, ct) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return default;
        });
        engine.Tools.Add("bad", async (_, _) =>
        {
            await begun.Task;
            throw new AelException(ErrorCode.ToolFailed, "no");
        });

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: a, tool: slow, depends_on: [] }, { id: b, tool: bad, depends_on: [] } ]
            """);

        Assert.Equal((ExecutionStatus.Failed, "b"), (result.Status, result.Error!.StepId));
        Assert.Equal([StepStatus.Cancelled, StepStatus.Failed], result.Steps.Select(s => s.Status));
        Assert.Contains("'b' failed", result.Steps[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_defect_shows_no_stack_trace()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("bug", (_, _) => throw new InvalidOperationException("secret internals"));

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: a, tool: bug } ]
            """);

        var json = JsonSerializer.Serialize(result, StorageJson.Default.ExecutionResult);
        Assert.Equal(ErrorCode.InternalError, result.Error!.Code);
        Assert.DoesNotContain("secret internals", json, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_that_do_not_fit_fail_before_anything_runs()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("t", _ => "1");

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            inputs: [ repository, { limit: 20 } ]
            steps: [ { id: a, tool: t } ]
            """, """{"limit": "many", "repo": "x"}""");

        Assert.Equal((ExecutionStatus.Failed, ErrorCode.InputInvalid), (result.Status, result.Error!.Code));
        Assert.All(["repository", "limit", "repo"], name => Assert.Contains(name, result.Error.Detail!, StringComparison.Ordinal));
        Assert.Empty(engine.Tools.Calls);
        Assert.Equal(StepStatus.Pending, Assert.Single(result.Steps).Status);
    }
}
