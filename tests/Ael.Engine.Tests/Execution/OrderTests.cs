using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Ael.Engine.Storage;
using Ael.Engine.Tests.Support;

namespace Ael.Engine.Tests.Execution;

public class OrderTests
{
    [Fact]
    public async Task A_plain_list_is_strictly_sequential()
    {
        await using var engine = new TestEngine();
        var running = 0;
        var most = 0;
        engine.Tools.Add("work", async (a, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return a;
        });

        var result = await engine.RunAsync("""
            name: plain
            version: "1"
            steps:
              - { id: c, tool: work, params: { n: 1 } }
              - { id: a, tool: work, params: { n: 2 } }
              - { id: b, tool: work, params: { n: 3 } }
            """);

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.Equal(1, most);
        Assert.Equal(["c", "a", "b"], result.Steps.OrderBy(s => s.StartedAt).Select(s => s.Id));
        for (var i = 1; i < 3; i++)
        {
            Assert.True(result.Steps[i].StartedAt >= result.Steps[i - 1].StartedAt!.Value.AddMilliseconds(result.Steps[i - 1].DurationMs!.Value - 1));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_caller_who_waits_lends_its_thread_to_the_first_step(bool waits)
    {
        await using var engine = new TestEngine();
        using var returned = new ManualResetEventSlim();
        var (thread, seen) = (0, false);
        engine.Tools.Add("look", a =>
        {
            thread = Environment.CurrentManagedThreadId;
            seen = !waits && returned.Wait(EngineProcess.Patience);
            return "1";
        });
        var definition = await engine.ReadAsync("""
            name: looks
            version: "1"
            steps:
              - { id: a, tool: look }
            """);
        var request = new StartRequest("", JsonElement.Parse("{}"), Sources.Cli) { Definition = definition, CallerWaits = waits };

        var caller = Environment.CurrentManagedThreadId;
        var starting = engine.Engine.StartAsync(request, TestContext.Current.CancellationToken);
        var lent = thread == caller;
        returned.Set();
        var result = await (await starting).Completion;

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.Equal((waits, !waits), (lent, seen));
    }

    [Fact]
    public async Task Steps_with_depends_on_overlap_and_results_stay_in_file_order()
    {
        await using var engine = new TestEngine();
        // Each waits until the other has begun: one after the other would never end.
        var both = new CountdownEvent(2);
        engine.Tools.Add("meet", async (a, ct) =>
        {
            both.Signal();
            while (!both.IsSet)
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
            }

            return a;
        });

        var result = await engine.RunAsync("""
            name: fork
            version: "1"
            steps:
              - { id: right, tool: meet, depends_on: [] }
              - { id: left, tool: meet, depends_on: [] }
              - { id: join, code: "return 1", depends_on: [left, right] }
            """);

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.Equal(["right", "left", "join"], result.Steps.Select(s => s.Id));
        var (right, left, join) = (result.Steps[0], result.Steps[1], result.Steps[2]);
        Assert.True(left.StartedAt < right.StartedAt!.Value.AddMilliseconds(right.DurationMs!.Value));
        Assert.True(right.StartedAt < left.StartedAt!.Value.AddMilliseconds(left.DurationMs!.Value));
        Assert.True(join.StartedAt >= left.StartedAt);
    }

    [Fact]
    public async Task No_more_than_max_parallel_steps_run_at_once()
    {
        await using var engine = new TestEngine(new EngineOptions { Execution = new ExecutionOptions { MaxParallelSteps = 3 } });
        var running = 0;
        var most = 0;
        engine.Tools.Add("work", async (a, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
            }

            Interlocked.Decrement(ref running);
            return a;
        });
        var steps = string.Join('\n', Enumerable.Range(0, 20).Select(i => $"  - {{ id: s{i}, tool: work, depends_on: [] }}"));

        var result = await engine.RunAsync($"name: wide\nversion: \"1\"\nsteps:\n{steps}\n");

        Assert.Equal(20, result.Counts.Completed);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_step_sees_only_steps_that_have_surely_ended()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("echo", (a, _) => Task.FromResult(a));

        var result = await engine.RunAsync("""
            name: sight
            version: "1"
            steps:
              - { id: aside, tool: echo, depends_on: [] }
              - { id: first, tool: echo }
              - { id: look, code: "return context" }
            output: "{{ steps.look.output.steps | keys }}"
            """);

        Assert.Equal("""["first"]""", result.Output?.GetRawText());
    }

    [Fact]
    public async Task Two_runs_on_the_same_inputs_give_the_same_results()
    {
        await using var engine = new TestEngine();
        engine.Tools.Add("double", a => $$"""{"n": {{a.GetProperty("n").GetInt32() * 2}}}""");
        const string Yaml = """
            name: same
            version: "1"
            inputs: [ { n: 4 } ]
            steps:
              - { id: many, tool: double, foreach: "{{ [1, 2, 3, 4, 5, 6, 7, 8] }}", concurrency: 4, params: { n: "{{ item }}" } }
              - { id: one, tool: double, depends_on: [], params: { n: "{{ inputs.n }}" } }
              - { id: two, tool: double, depends_on: [one], params: { n: "{{ steps.one.output.n }}" } }
            output: { all: "{{ steps.many.output | map('n') }}", two: "{{ steps.two.output.n }}" }
            """;

        var (first, second) = (await engine.RunAsync(Yaml), await engine.RunAsync(Yaml));

        Assert.Equal("""{"all":[2,4,6,8,10,12,14,16],"two":16}""", first.Output?.GetRawText());
        Assert.Equal(Outcome(first), Outcome(second));
        static string Outcome(ExecutionResult r) => r.Output + string.Join('|', r.Steps.Select(s => $"{s.Id} {s.Status} {s.Output}"));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var was && was == seen ? value : was;
        }
    }
}
