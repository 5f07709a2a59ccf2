using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Execution;

public class CompositionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Child = """
        name: child
        version: "1"
        inputs: [ word ]
        steps: [ { id: s, tool: upper, params: { text: "{{ inputs.word }}" } } ]
        output: "{{ steps.s.output }}"
        """;

    [Fact]
    public async Task A_workflow_step_gives_the_output_of_an_execution_of_its_own()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("upper", a => $"\"{a.GetProperty("text").GetString()!.ToUpperInvariant()}\"");
        await engine.PutAsync("child", Child);

        var result = await engine.RunAsync("""
            name: parent
            version: "1"
            steps: [ { id: c, workflow: child, params: { word: "hello" } } ]
            output: "{{ steps.c.output }} there"
            """);

        Assert.Equal("HELLO there", result.Output?.GetString());
        var all = (await engine.Engine.ListAsync(new ExecutionQuery(), Token)).Items;
        Assert.Equal(result.ExecutionId, Assert.Single(all, e => e.Workflow == "child").ParentExecutionId);
    }

    [Fact]
    public async Task A_failed_sub_workflow_is_the_cause_of_the_step()
    {
        await using var engine = new TestEngine();
        engine.Tools.Fails("upper", ErrorCode.ToolRejected);
        await engine.PutAsync("child", Child);

        var result = await engine.RunAsync("""
            name: parent
            version: "1"
            steps: [ { id: c, workflow: child, params: { word: x }, retry: { max_attempts: 3, delay: 0 } } ]
            """);

        Assert.Equal((ErrorCode.StepFailed, ErrorCode.ToolRejected), (result.Error!.Code, result.Error.Cause!.Code));
        Assert.Equal(1, result.Steps[0].Attempt);
        Assert.NotEqual(result.ExecutionId, result.Error.ExecutionId);
    }

    [Fact]
    public async Task Chains_of_workflows_end_at_the_depth_limit()
    {
        await using var engine = new TestEngine(new EngineOptions { Execution = new ExecutionOptions { MaxDepth = 2 } });
        await engine.PutAsync("w3", "name: w3\nversion: \"1\"\nsteps: [ { id: s, code: return 1 } ]\n");
        await engine.PutAsync("w2", "name: w2\nversion: \"1\"\nsteps: [ { id: s, workflow: w3 } ]\n");
        await engine.PutAsync("w1", "name: w1\nversion: \"1\"\nsteps: [ { id: s, workflow: w2 } ]\n");

        Assert.Equal(ExecutionStatus.Completed, (await engine.RunAsync("name: w0\nversion: \"1\"\nsteps: [ { id: s, workflow: w2 } ]\n")).Status);
        var deep = await engine.RunAsync("name: w0\nversion: \"1\"\nsteps: [ { id: s, workflow: w1 } ]\n");

        var root = deep.Error!;
        while (root.Cause is { } cause)
        {
            root = cause;
        }

        Assert.Equal(ErrorCode.WorkflowRecursion, root.Code);
        Assert.Contains("w0 -> w1 -> w2 -> w3", root.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreach_gives_a_list_in_order_at_any_concurrency()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("square", a => $"{a.GetProperty("n").GetInt32() * a.GetProperty("n").GetInt32()}");

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            inputs: [ { numbers: [3, 1, 2] } ]
            steps: [ { id: s, tool: square, foreach: "{{ inputs.numbers }}", as: number, concurrency: 3, params: { n: "{{ number }}" } } ]
            output: "{{ steps.s.output }}"
            """);

        Assert.Equal("[9,1,4]", result.Output?.GetRawText());
    }

    [Fact]
    public async Task Foreach_under_on_error_skip_keeps_what_went_well()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("odd", (a, _) => a.GetProperty("n").GetInt32() % 2 == 1
            ? Task.FromResult(a.GetProperty("n")) : throw new AelException(ErrorCode.ToolFailed, "even"));

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: s, tool: odd, foreach: "{{ [1, 2, 3] }}", on_error: skip, params: { n: "{{ item }}" } } ]
            output: "{{ steps.s.output }}"
            """);

        Assert.Equal("[1,null,3]", result.Output?.GetRawText());
        Assert.Equal((StepStatus.Failed, "on_error"), (result.Steps[0].Status, result.Steps[0].SkipReason));
        Assert.Contains("element 1", result.Steps[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreach_stops_at_the_first_failure()
    {
        await using var engine = new TestEngine();
        engine.Tools.Fails("bad", ErrorCode.ToolFailed);

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: s, tool: bad, foreach: "{{ [1, 2, 3] }}" } ]
            """);

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.Single(engine.Tools.Calls);
    }

    [Theory]
    [InlineData("\"{{ 'abc' }}\"", "a string")]
    [InlineData("\"{{ {'a': 1} }}\"", "a map")]
    public async Task Foreach_over_what_is_no_list_says_what_it_got(string each, string what)
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("t", _ => "1");

        var result = await engine.RunAsync($"name: w\nversion: \"1\"\nsteps: [ {{ id: s, tool: t, foreach: {each} }} ]\n");

        Assert.Equal(ErrorCode.TemplateError, result.Error!.Code);
        Assert.Contains(what, result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_calls_from_code_are_recorded_with_their_step()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("t", _ => "5");
        engine.Code.Run = async (request, ct) => new(await request.Tools.CallAsync(null, "t", JsonElement.Parse("{}"), ct), "printed\n");

        var result = await engine.RunAsync("""
            name: w
            version: "1"
            steps: [ { id: s, code: "return context.tools.call('t', {})" } ]
            """);

        Assert.Equal(("5", "printed\n"), (result.Steps[0].Output?.GetRawText(), result.Steps[0].Log));
        Assert.Equal("t", Assert.Single((await engine.Store.GetDetailAsync(result.ExecutionId, Token)).ToolCalls).Tool);
    }

    [Fact]
    public async Task Outputs_larger_than_their_limit_fail_the_step()
    {
        await using var engine = new TestEngine(new EngineOptions { Execution = new ExecutionOptions { MaxStepOutput = 100, MaxExecutionOutput = 150 } });
        engine.Tools.Add("big", _ => $"\"{new string('x', 200)}\"").Add("fits", _ => $"\"{new string('x', 90)}\"");

        var step = await engine.RunAsync("name: w\nversion: \"1\"\nsteps: [ { id: s, tool: big } ]\n");
        var total = await engine.RunAsync("name: w\nversion: \"1\"\nsteps: [ { id: a, tool: fits }, { id: b, tool: fits } ]\n");

        Assert.Contains("max_step_output", step.Error!.Suggestion, StringComparison.Ordinal);
        Assert.Contains("max_execution_output", total.Error!.Suggestion, StringComparison.Ordinal);
        Assert.Equal(("b", ErrorCode.ResourceExhausted), (total.Error.StepId, total.Error.Code));
    }

    [Fact]
    public async Task Secrets_reach_the_caller_but_not_the_store_or_watchers()
    {
        await using var engine = new TestEngine();
        var watched = new TaskCompletionSource();
        engine.Tools.Add("login", async (_, _) =>
        {
            await watched.Task;
            return JsonElement.Parse("""{"password": "hunter2", "user": "ann"}""");
        });
        var handle = await engine.StartAsync("""
            name: w
            version: "1"
            inputs: [ token ]
            steps: [ { id: s, tool: login, params: { token: "{{ inputs.token }}" } } ]
            output: "{{ steps.s.output }}"
            """, """{"token": "t0ps3cret"}""");
        var events = new List<ExecutionEvent>();
        var watch = await engine.Engine.WatchAsync(handle.ExecutionId, Token);
        watched.SetResult();
        await foreach (var happened in watch!)
        {
            events.Add(happened);
        }

        var result = await handle.Completion;

        Assert.Equal("hunter2", result.Output?.GetProperty("password").GetString());
        var stored = JsonSerializer.Serialize(await engine.Store.GetAsync(result.ExecutionId, Token), StorageJson.Default.ExecutionRecord)
            + JsonSerializer.Serialize(await engine.Store.GetDetailAsync(result.ExecutionId, Token), StorageJson.Default.ExecutionDetail)
            + string.Join('\n', events) + string.Join('\n', events.Select(e => e.Step?.Output?.GetRawText()));
        Assert.Contains("ann", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ps3cret", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_execution_whose_inputs_held_secrets_is_repeated_only_with_inputs_of_its_own()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("echo", (a, _) => Task.FromResult(a));
        const string Yaml = """
            name: w
            version: "1"
            inputs: [ token ]
            steps: [ { id: s, tool: echo, params: { length: "{{ inputs.token | length }}" } } ]
            output: "{{ steps.s.output.length }}"
            """;
        var first = await engine.RunAsync(Yaml, """{"token": "t0ps3cret"}""");

        var refused = await Assert.ThrowsAsync<AelException>(() => engine.Engine.RerunAsync(first.ExecutionId, null, Sources.Cli, Token));
        var handle = await engine.Engine.RerunAsync(first.ExecutionId, JsonElement.Parse("""{"token": "four"}"""), Sources.Cli, Token);

        Assert.Equal(ErrorCode.ParamInvalid, refused.Error.Code);
        Assert.Equal("4", (await handle.Completion.WaitAsync(Token)).Output?.GetRawText());
    }

    [Fact]
    public async Task Watchers_see_every_event_in_order_and_the_end()
    {
        await using var engine = new TestEngine();
        var watched = new TaskCompletionSource();
        engine.Tools.Add("t", async (a, _) =>
        {
            await watched.Task;
            return a;
        });
        var handle = await engine.StartAsync("""
            name: w
            version: "1"
            steps: [ { id: a, tool: t }, { id: b, tool: t, when: "false" } ]
            """);
        var seen = new List<string>();
        var events = await engine.Engine.WatchAsync(handle.ExecutionId, Token);
        watched.SetResult();
        await foreach (var e in events!)
        {
            seen.Add($"{e.Sequence} {e.Type} {e.StepId}".TrimEnd());
        }

        Assert.Equal(
            ["1 execution_started", "2 step_started a", "3 tool_called a", "4 step_ended a", "5 step_started b", "6 step_ended b", "7 execution_ended"], seen);
        Assert.Null(await engine.Engine.WatchAsync("exec-unknown", Token));
    }
}
