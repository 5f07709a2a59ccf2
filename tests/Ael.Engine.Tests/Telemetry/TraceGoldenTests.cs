using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Telemetry;

/// <summary>Span trees as exported, each against its file in <c>Golden/</c>. <c>AEL_WRITE_GOLDEN=1</c> writes them anew.</summary>
public class TraceGoldenTests(TraceReceiver receiver) : IClassFixture<TraceReceiver>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task The_tree_of_DOC_058() => RunsAsync("doc-058", """
        name: doc-058
        version: "1.2"
        steps:
          - { id: one, tool: good, params: { q: 1 } }
          - { id: two, code: return 1 }
          - { id: three, tool: good, mcp: fake }
        """, ExecutionStatus.Completed);

    [Fact]
    public Task Retry_until_success() => RunsAsync("retry", """
        name: again
        version: "1"
        steps: [ { id: s, tool: flaky, retry: { max_attempts: 5, delay: 0 } } ]
        """, ExecutionStatus.Completed);

    [Fact]
    public Task Retry_until_the_policy_gives_up() => RunsAsync("retry-exhausted", """
        name: again
        version: "1"
        steps: [ { id: s, code: boom, retry: { max_attempts: 2, delay: 0 } } ]
        """, ExecutionStatus.Failed);

    [Fact]
    public Task Parallel_steps() => RunsAsync("parallel", """
        name: fan
        version: "1"
        steps:
          - { id: a, tool: good, depends_on: [] }
          - { id: b, tool: good, depends_on: [] }
          - { id: c, code: return 1, depends_on: [] }
          - { id: end, tool: good, depends_on: [a, b, c] }
        """, ExecutionStatus.Completed);

    [Fact]
    public Task Foreach_with_a_failing_element() => RunsAsync("foreach", """
        name: each
        version: "1"
        steps: [ { id: s, tool: odd, foreach: "{{ [1, 2, 3] }}", concurrency: 3, on_error: skip, params: { n: "{{ item }}" } } ]
        """, ExecutionStatus.Completed);

    [Fact]
    public Task Nested_workflows() => RunsAsync("nested", """
        name: outer
        version: "1"
        steps: [ { id: s, workflow: middle } ]
        """, ExecutionStatus.Failed);

    [Fact]
    public Task A_tool_error_in_a_code_step() => RunsAsync("tool-error-in-code", """
        name: coded
        version: "1"
        steps: [ { id: s, code: call good and bad } ]
        """, ExecutionStatus.Failed);

    [Fact]
    public Task Every_way_to_be_skipped() => RunsAsync("skips", """
        name: skips
        version: "1"
        steps:
          - { id: a_failed, tool: bad, on_error: skip }
          - { id: b_after_failed, tool: good, depends_on: [a_failed] }
          - { id: c_far_after, tool: good, depends_on: [b_after_failed] }
          - { id: d_condition, tool: good, when: "1 > 2" }
          - { id: e_missing, tool: nowhere, on_missing_tool: skip }
        """, ExecutionStatus.Completed);

    [Fact]
    public Task A_failed_step_that_the_workflow_goes_past() => RunsAsync("on-error-skip", """
        name: past
        version: "1"
        steps:
          - { id: s, tool: bad, on_error: skip }
          - { id: t, tool: good }
        """, ExecutionStatus.Completed);

    [Fact]
    public Task Inputs_that_do_not_fit() => RunsAsync("inputs-invalid", """
        name: strict
        version: "1"
        inputs: [ who ]
        steps: [ { id: s, tool: good } ]
        """, ExecutionStatus.Failed);

    [Fact]
    public Task A_defect_of_the_engine() => RunsAsync("defect", """
        name: unlucky
        version: "1"
        steps: [ { id: s, tool: defect } ]
        """, ExecutionStatus.Failed);

    [Fact]
    public Task A_step_out_of_time() => StopsAsync("step-timeout", "timeout: 5s, tool: wait", null, (_, _, time) => time.Advance(TimeSpan.FromSeconds(6)), ExecutionStatus.Failed);

    [Fact]
    public Task A_workflow_out_of_time() =>
        StopsAsync("workflow-timeout", "timeout: 50s, code: wait", "timeout: 10s", (_, _, time) => time.Advance(TimeSpan.FromSeconds(11)), ExecutionStatus.TimedOut);

    [Fact]
    public Task A_cancelled_execution() =>
        StopsAsync("cancelled", "timeout: 50s, tool: wait", null, (engine, id, _) => Assert.True(engine.Engine.Cancel(id, "no longer wanted")), ExecutionStatus.Cancelled);

    private static TestEngine NewEngine(TaskCompletionSource? waiting = null, TimeProvider? time = null)
    {
        var engine = new TestEngine(new EngineOptions(), time);
        var calls = 0;
        engine.Tools.Add("good", _ => "1").Fails("bad", ErrorCode.ToolFailed).Add("defect", (_, _) => throw new InvalidOperationException("never thought of"))
            .Add("odd", (a, _) => a.GetProperty("n").GetInt32() % 2 == 1 ? Task.FromResult(a) : throw new AelException(ErrorCode.ToolFailed, "even"))
            .Add("flaky", (a, _) => ++calls < 3 ? throw new AelException(ErrorCode.ToolFailed, $"not yet: {calls}, token=ghp_0123456789abcdefghijABCDEFGHIJ456789") : Task.FromResult(a))
            .Add("wait", (a, ct) => WaitAsync(a, ct));
        engine.Code.Run = async (request, ct) =>
        {
            var none = JsonElement.Parse("{}");
            switch (request.Code.Trim())
            {
                case "boom":
                    throw new Ael.Engine.Python.CodeException(new AelError(ErrorCode.CodeRuntime, "ValueError: boom"), "");
                case "wait":
                    await WaitAsync(none, ct);
                    break;
                case "call good and bad":
                    await request.Tools.CallAsync(null, "good", none, ct);
                    try
                    {
                        await request.Tools.CallAsync("fake", "bad", none, ct);
                    }
                    catch (AelException e)
                    {
                        throw new Ael.Engine.Python.CodeException(new AelError(ErrorCode.CodeRuntime, $"ToolError: {e.Message}"), "");
                    }

                    break;
            }

            return new(none, "");
        };
        return engine;

        async Task<JsonElement> WaitAsync(JsonElement arguments, CancellationToken cancellationToken)
        {
            waiting?.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return arguments;
        }
    }

    private async Task RunsAsync(string golden, string yaml, ExecutionStatus status)
    {
        await using var engine = NewEngine();
        await engine.PutAsync("middle", "name: middle\nversion: \"1\"\nsteps: [ { id: m, workflow: inner, retry: { max_attempts: 2, delay: 0 } } ]\n");
        await engine.PutAsync("inner", "name: inner\nversion: \"2\"\nsteps: [ { id: i, tool: bad } ]\n");
        var caller = TraceReceiver.Caller();

        var result = await (await engine.StartTracedAsync(caller, yaml)).EndAsync();

        Assert.Equal(status, result.Status);
        await GoldenAsync(golden, SpanTree.Of(await receiver.SpansAsync(caller), caller));
    }

    private async Task StopsAsync(string golden, string step, string? head, Action<TestEngine, string, FakeTimeProvider> stop, ExecutionStatus status)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new FakeTimeProvider();
        await using var engine = NewEngine(waiting, time);
        var caller = TraceReceiver.Caller();
        var handle = await engine.StartTracedAsync(caller, $"name: waits\nversion: \"1\"\n{head}\nsteps:\n  - {{ id: s, {step} }}\n  - {{ id: never, tool: good }}\n");
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        stop(engine, handle.ExecutionId, time);

        Assert.Equal(status, (await handle.EndAsync()).Status);
        await GoldenAsync(golden, SpanTree.Of(await receiver.SpansAsync(caller), caller));
    }

    private static async Task GoldenAsync(string name, string actual)
    {
        var file = Repository.PathOf("tests", "Ael.Engine.Tests", "Telemetry", "Golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("AEL_WRITE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(file, actual, Token);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, Token), actual);
    }
}
