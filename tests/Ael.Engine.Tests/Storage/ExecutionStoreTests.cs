using System.Security.Cryptography;
using System.Text.Json;
using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Ael.Engine.Tests.Storage;

/// <summary>What every store does; each store's class runs all of it.</summary>
public abstract partial class ExecutionStoreTests : IAsyncLifetime
{
    private IExecutionStore? _store;

    internal FakeTimeProvider Time { get; } = new(Records.Start);

    internal IExecutionStore Store => _store ??= Create(new StorageOptions());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal abstract IExecutionStore Create(StorageOptions options);

    /// <summary>The process that made the executions of <see cref="Store"/> is no more; what it wrote is.</summary>
    internal virtual ValueTask OwnerGoneAsync() => ValueTask.CompletedTask;

    internal void Reopen(IExecutionStore store) => _store = store;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    [Fact]
    public async Task Get_of_an_unknown_execution_is_null()
    {
        Assert.Null(await Store.GetAsync("exec-none", Token));
        Assert.Empty((await Store.GetDetailAsync("exec-none", Token)).Attempts);
        Assert.Empty(await Store.GetLogAsync("exec-none", Token));
    }

    [Fact]
    public async Task A_created_execution_reads_back_as_it_was_written()
    {
        var record = Records.Execution("exec-1", inputs: """{"a":[1,2.50,"ü\n",null,{"b":true}]}""", steps: ["one", "two"]) with
        {
            ParentExecutionId = "exec-0",
            ParentStepId = "call",
            ParentItem = 3,
            ParentAttempt = 2,
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };

        await Store.CreateAsync(record, Token);

        var read = await Store.GetAsync("exec-1", Token);
        Assert.Equal(record.Text(), read.Text());
        // Stored, and not part of what is shown.
        Assert.Equal((3, 2, record.TraceParent), (read!.ParentItem!.Value, read.ParentAttempt!.Value, read.TraceParent));
    }

    [Fact]
    public async Task A_running_execution_shows_its_steps_as_recorded_so_far_in_file_order()
    {
        await Store.CreateAsync(Records.Execution("exec-1", steps: ["one", "two", "three"]), Token);
        await Store.StartedAsync("exec-1", Records.Start.AddMilliseconds(7), Token);
        await Store.StepEndedAsync("exec-1", Records.Ended("three", "[3]"), Token);
        await Store.StepEndedAsync("exec-1", Records.Ended("one", """{"n":1}"""), Token);

        var result = (await Store.GetAsync("exec-1", Token))!.Result;

        Assert.Equal(ExecutionStatus.Running, result.Status);
        Assert.Equal(Records.Start.AddMilliseconds(7), result.StartedAt);
        Assert.Equal(["one", "two", "three"], result.Steps.Select(s => s.Id));
        Assert.Equal([StepStatus.Completed, StepStatus.Pending, StepStatus.Completed], result.Steps.Select(s => s.Status));
        Assert.Equal("""{"n":1}""", result.Steps[0].Output!.Value.GetRawText());
        Assert.Equal(new StepCounts(2, 0, 0), result.Counts);
    }

    [Fact]
    public async Task An_ended_execution_reads_back_as_its_result()
    {
        var record = Records.Execution("exec-1", steps: ["one", "two", "three"]);
        var error = new AelError(ErrorCode.ToolFailed, "no") { StepId = "two", Tool = "git_log", Cause = new AelError(ErrorCode.ToolTimeout, "late") };
        var one = Records.Ended("one");
        var two = Records.Ended("two", null, StepStatus.Failed, error);
        await Store.CreateAsync(record, Token);
        await Store.StepEndedAsync("exec-1", one, Token);
        await Store.StepEndedAsync("exec-1", two, Token);
        var result = record.End(ExecutionStatus.Failed, null, error, null, one.Step, two.Step, Records.Pending("three"));

        await Store.EndedAsync(result, Token);

        Assert.Equal(result.Text(), (await Store.GetAsync("exec-1", Token))!.Result.Text());
    }

    [Fact]
    public async Task A_step_that_ends_with_its_execution_is_recorded_with_it()
    {
        var record = Records.Execution("exec-1", steps: ["one", "two"]);
        var (one, two) = (Records.Ended("one"), Records.Ended("two", "[2]"));
        await Store.CreateAsync(record, Token);
        await Store.StepEndedAsync("exec-1", one, Token);
        var result = record.End(ExecutionStatus.Completed, "42", null, null, one.Step, two.Step);

        await Store.EndedAsync(result, two, Token);

        Assert.Equal(result.Text(), (await Store.GetAsync("exec-1", Token))!.Result.Text());
        var detail = await Store.GetDetailAsync("exec-1", Token);
        Assert.Equal([.. one.Attempts, .. two.Attempts], detail.Attempts);
        Assert.Equal(["one", "two"], detail.ToolCalls.Select(c => c.StepId));
        Assert.Empty(await Store.VerifyAsync(Token));
    }

    [Fact]
    public async Task A_step_that_only_the_result_knows_is_kept_in_full()
    {
        var record = Records.Execution("exec-1", steps: ["one"]);
        await Store.CreateAsync(record, Token);
        var result = record.End(ExecutionStatus.Cancelled, null, null, null, Records.Ended("one", null, StepStatus.Cancelled).Step);

        await Store.EndedAsync(result, Token);

        Assert.Equal(result.Text(), (await Store.GetAsync("exec-1", Token))!.Result.Text());
    }

    [Fact]
    public async Task A_json_null_is_not_an_absent_output()
    {
        await Store.CreateAsync(Records.Execution("exec-1", steps: ["one", "two"]), Token);
        await Store.StepEndedAsync("exec-1", Records.Ended("one", "null"), Token);
        await Store.StepEndedAsync("exec-1", Records.Ended("two", null), Token);

        var steps = (await Store.GetAsync("exec-1", Token))!.Result.Steps;

        Assert.Equal(JsonValueKind.Null, steps[0].Output!.Value.ValueKind);
        Assert.Null(steps[1].Output);
    }

    [Fact]
    public async Task A_step_recorded_twice_is_there_once_with_all_its_attempts()
    {
        await Store.CreateAsync(Records.Execution("exec-1", steps: ["one"]), Token);
        await Store.StepEndedAsync("exec-1", Records.Ended("one", "1"), Token);
        await Store.StepEndedAsync("exec-1", Records.Ended("one", "2"), Token);

        Assert.Equal("2", Assert.Single((await Store.GetAsync("exec-1", Token))!.Result.Steps).Output!.Value.GetRawText());
        Assert.Equal(4, (await Store.GetDetailAsync("exec-1", Token)).Attempts.Count);
    }

    [Fact]
    public async Task Detail_gives_attempts_and_tool_calls_as_they_were_written()
    {
        var end = Records.Ended("one");
        await Store.CreateAsync(Records.Execution("exec-1", steps: ["one"]), Token);
        await Store.StepEndedAsync("exec-1", end, Token);

        var detail = await Store.GetDetailAsync("exec-1", Token);

        Assert.Equal(end.Attempts, detail.Attempts);
        Assert.Equal(
            JsonSerializer.Serialize(new ExecutionDetail(end.Attempts, end.ToolCalls), StorageJson.Readable.ExecutionDetail),
            JsonSerializer.Serialize(detail, StorageJson.Readable.ExecutionDetail));
    }

    [Fact]
    public async Task Log_lines_are_there_at_once_oldest_first_and_of_their_execution_alone()
    {
        var record = Records.Execution("exec-1");
        await Store.CreateAsync(record, Token);
        await Store.CreateAsync(Records.Execution("exec-2"), Token);
        var first = new LogLine("exec-1", Records.Start.AddSeconds(9), "INFO", "code_runner", "one", "first");
        var second = new LogLine("exec-1", Records.Start, "ERROR", "workflow_engine", null, "second");
        var afterTheEnd = new LogLine("exec-1", Records.Start, "INFO", "api", null, "third");

        Store.Log(first);
        Store.Log(new LogLine("exec-2", Records.Start, "INFO", "api", null, "other"));
        Store.Log(new LogLine("exec-unknown", Records.Start, "INFO", "api", null, "lost"));
        Store.Log(second);

        Assert.Equal([first, second], await Store.GetLogAsync("exec-1", Token));
        Assert.Single(await Store.GetLogAsync("exec-2", Token));
        await Store.EndedAsync(record.End(), Token);
        Store.Log(afterTheEnd);
        Assert.Equal([first, second, afterTheEnd], await Store.GetLogAsync("exec-1", Token));
    }

    [Fact]
    public async Task The_same_id_twice_is_refused_and_the_first_stays()
    {
        await Store.CreateAsync(Records.Execution("exec-1", "first"), Token);

        var e = await Assert.ThrowsAsync<AelException>(async () => await Store.CreateAsync(Records.Execution("exec-1", "second"), Token));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
        Assert.Equal("first", (await Store.GetAsync("exec-1", Token))!.Result.Workflow);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("step")]
    [InlineData("end")]
    public async Task A_write_to_an_unknown_execution_is_refused(string write)
    {
        var unknown = Records.Execution("exec-none");

        var e = await Assert.ThrowsAsync<AelException>(async () => await (write switch
        {
            "start" => Store.StartedAsync("exec-none", Records.Start, Token),
            "step" => Store.StepEndedAsync("exec-none", Records.Ended("one"), Token),
            _ => Store.EndedAsync(unknown.End(), Token),
        }));

        Assert.Equal(ErrorCode.StorageError, e.Error.Code);
    }

    [Fact]
    public async Task Pages_are_newest_first_and_shift_not_when_executions_are_added()
    {
        // Pairs share a creation time, so that the order of insertion has to decide.
        for (var i = 0; i < 10; i++)
        {
            await Store.CreateAsync(Records.Execution($"exec-{i}", at: Records.Start.AddSeconds(i / 2)), Token);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.ListAsync(new ExecutionQuery { Limit = 3, Cursor = cursor }, Token);
            seen.AddRange(page.Items.Select(i => i.ExecutionId));
            cursor = page.NextCursor;
            await Store.CreateAsync(Records.Execution($"exec-new-{seen.Count}", at: Records.Start.AddMinutes(1)), Token);
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 10).Reverse().Select(i => $"exec-{i}"), seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not a cursor!")]
    [InlineData("Mi4xLjI")]
    [InlineData("MS45OTk5OTk5OTk5OTk5OTk5OTk5LjI")]
    public async Task A_cursor_that_is_none_is_a_bad_parameter(string cursor)
    {
        var e = await Assert.ThrowsAsync<AelException>(async () => await Store.ListAsync(new ExecutionQuery { Cursor = cursor }, Token));

        Assert.Equal(ErrorCode.ParamInvalid, e.Error.Code);
        Assert.Contains("next_cursor", e.Error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_are_joined_by_and()
    {
        var old = Records.Execution("exec-old", "notes", Records.Start.AddDays(-1));
        var failed = Records.Execution("exec-failed", "notes");
        await Store.CreateAsync(old, Token);
        await Store.CreateAsync(failed, Token);
        await Store.CreateAsync(Records.Execution("exec-other", "report", Records.Start.AddDays(1)), Token);
        await Store.EndedAsync(failed.End(ExecutionStatus.Failed), Token);

        Assert.Equal(["exec-failed", "exec-old"], await Ids(new ExecutionQuery { Workflow = "notes" }));
        Assert.Equal(["exec-failed"], await Ids(new ExecutionQuery { Status = ExecutionStatus.Failed }));
        Assert.Equal(["exec-other", "exec-failed"], await Ids(new ExecutionQuery { Since = Records.Start }));
        Assert.Equal(["exec-old"], await Ids(new ExecutionQuery { Until = Records.Start }));
        Assert.Equal([], await Ids(new ExecutionQuery { Workflow = "report", Status = ExecutionStatus.Failed }));
    }

    [Theory]
    [InlineData("EXEC-A")]
    [InlineData("NOTES")]
    [InlineData("grüße")]
    [InlineData("GRÜSSE AUS")]
    [InlineData("ÉCOLE")]
    [InlineData("say \"hi\"")]
    [InlineData("c:\\temp")]
    [InlineData("\"count\":3")]
    [InlineData("tool_failed")]
    [InlineData("the disk")]
    [InlineData("50%_x")]
    public async Task Text_is_found_in_any_case_wherever_it_stands(string text)
    {
        var a = Records.Execution("exec-a", inputs: """{"who":"Gr\u00fc\u00dfe","school":"\u00e9cole","q":"say \"hi\"","p":"C:\\temp","s":"GRÜSSE aus","x":"50%_x"}""");
        await Store.CreateAsync(a, Token);
        await Store.CreateAsync(Records.Execution("exec-b", "other", inputs: """{"x":"50 and x"}"""), Token);
        await Store.EndedAsync(a.End(ExecutionStatus.Failed, """{"count":3}""", new AelError(ErrorCode.ToolFailed, "the disk is gone")), Token);

        Assert.Equal(["exec-a"], await Ids(new ExecutionQuery { Text = text }));
    }

    [Fact]
    public async Task A_summary_says_how_it_went()
    {
        var record = Records.Execution("exec-1") with { ParentExecutionId = "exec-0" };
        var error = new AelError(ErrorCode.ToolFailed, "no");
        await Store.CreateAsync(record, Token);
        await Store.EndedAsync(record.End(ExecutionStatus.TimedOut, null, error), Token);

        var summary = Assert.Single((await Store.ListAsync(new ExecutionQuery(), Token)).Items);

        Assert.Equal(
            new ExecutionSummary("exec-1", "notes", "1.0", ExecutionStatus.TimedOut, "rest", Records.Start, Records.Start, Records.Start.AddSeconds(5), 5000,
                "0af7651916cd43dd8448eb211c80319c", error, "exec-0"),
            summary);
    }

    [Fact]
    public async Task Pruning_by_age_takes_what_ended_too_long_ago_with_all_that_belongs_to_it()
    {
        var old = Records.Execution("exec-old", steps: ["one"]);
        var young = Records.Execution("exec-young");
        await Store.CreateAsync(old, Token);
        await Store.CreateAsync(Records.Execution("exec-runs"), Token);
        await Store.CreateAsync(young, Token);
        await Store.StepEndedAsync("exec-old", Records.Ended("one"), Token);
        Store.Log(new LogLine("exec-old", Records.Start, "INFO", "api", null, "line"));
        await Store.EndedAsync(old.End(at: Records.Start), Token);
        await Store.EndedAsync(young.End(at: Records.Start.AddDays(1)), Token);
        Time.Advance(TimeSpan.FromDays(7.5));

        Assert.Equal(1, await Store.PruneAsync(Token));

        Assert.Equal(["exec-young", "exec-runs"], await Ids(new ExecutionQuery()));
        Assert.Empty((await Store.GetDetailAsync("exec-old", Token)).Attempts);
        Assert.Empty(await Store.GetLogAsync("exec-old", Token));
        Assert.Equal(0, await Store.PruneAsync(Token));
    }

    [Fact]
    public async Task Pruning_by_size_takes_the_oldest_ended_and_never_running_ones()
    {
        await using var small = new Holder(Create(new StorageOptions { RetentionSize = 600_000 }));
        // Not one letter over and over: what can be compressed may be stored so.
        var big = $"\"{Convert.ToHexString(RandomNumberGenerator.GetBytes(100_000))}\"";
        await small.Store.CreateAsync(Records.Execution("exec-runs", inputs: $$"""{"a":{{big}}}"""), Token);
        for (var i = 0; i < 4; i++)
        {
            var record = Records.Execution($"exec-{i}", at: Records.Start.AddMinutes(i));
            await small.Store.CreateAsync(record, Token);
            await small.Store.EndedAsync(record.End(output: big), Token);
        }

        await small.Store.PruneAsync(Token);

        var left = (await small.Store.ListAsync(new ExecutionQuery(), Token)).Items.Select(i => i.ExecutionId).ToList();
        Assert.Contains("exec-runs", left);
        Assert.Contains("exec-3", left);
        Assert.DoesNotContain("exec-0", left);
        Assert.DoesNotContain("exec-1", left);
    }

    [Fact]
    public async Task Many_executions_at_once_keep_their_writes_apart()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var record = Records.Execution($"exec-{i}", steps: ["one", "two"]);
            await Store.CreateAsync(record, Token);
            await Store.StartedAsync($"exec-{i}", Records.Start, Token);
            var one = Records.Ended("one", $"{i}");
            var two = Records.Ended("two", $"1{i}");
            await Store.StepEndedAsync($"exec-{i}", one, Token);
            await Store.StepEndedAsync($"exec-{i}", two, Token);
            await Store.EndedAsync(record.End(output: $"{i}", steps: [one.Step, two.Step]), Token);
        }));

        for (var i = 0; i < 20; i++)
        {
            var result = (await Store.GetAsync($"exec-{i}", Token))!.Result;
            Assert.Equal(ExecutionStatus.Completed, result.Status);
            Assert.Equal([$"{i}", $"1{i}"], result.Steps.Select(s => s.Output!.Value.GetRawText()));
        }
    }

    [Fact]
    public async Task Check_passes_on_a_sound_store() => await Store.CheckAsync(Token);

    private async Task<IEnumerable<string>> Ids(ExecutionQuery query) =>
        (await Store.ListAsync(query, Token)).Items.Select(i => i.ExecutionId);

    private sealed class Holder(IExecutionStore store) : IAsyncDisposable
    {
        public IExecutionStore Store => store;

        public async ValueTask DisposeAsync()
        {
            if (store is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
        }
    }
}
